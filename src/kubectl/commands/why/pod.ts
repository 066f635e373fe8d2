import type { Question } from './index.ts'

export const pod: Question = {
  resource: 'pods',
  about:
    'why it is on its node, or on none, node by node; and why it is not ready: images, missing ConfigMaps, crashes with their last words, probes and what answers them, nodes without power. Also why it is no more',
}
