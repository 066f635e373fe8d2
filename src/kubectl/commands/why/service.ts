import type { Question } from './index.ts'

export const service: Question = {
  resource: 'services',
  about:
    'why it has the endpoints it has, or none: labels that nearly match, port names that no Pod has, ports where nothing listens, Pods that are not ready and why',
}
