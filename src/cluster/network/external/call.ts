import type { OutsideHost, Way } from './hosts.ts'

/** What travels in a call with verb `connect`, resource `network`, subresource `external`. */

export type ExternalRequest =
  | { act: 'list' }
  | { act: 'add'; host: NewHost; replace?: boolean }
  | { act: 'remove'; name: string }

export interface NewHost {
  name: string
  ip: string
  ports: { port: number; protocol: 'TCP' | 'UDP' }[]
  speaks: Way
  says: string
}

export interface ExternalReply {
  /** After the act; `add` and `remove`: only the one that was named. */
  hosts: (OutsideHost & { builtIn: boolean })[]
}
