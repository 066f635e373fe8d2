import { createHash } from 'node:crypto'
import { goJson } from '../../../lib/go-json.ts'
import type { Flag } from '../../command.ts'

export const APPEND_HASH: Flag = {
  name: 'append-hash',
  type: 'bool',
  default: false,
  help: 'Append a hash of the content to the name.',
}

const LETTERS: Record<string, string> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' }

/** `app` -> `app-dm4f77dd5k`, as k8s.io/kubectl/pkg/util/hash names a ConfigMap or Secret by its content. */
export function withHash(name: string, content: Record<string, unknown>): string {
  const hash = createHash('sha256').update(goJson(content)).digest('hex')
  return `${name}-${hash.slice(0, 10).replace(/[013ae]/g, char => LETTERS[char]!)}`
}
