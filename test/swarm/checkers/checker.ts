import type { KubeObject } from '../../../src/lib/objects.ts'
import type { Change, Store } from '../../../src/store/store.ts'
import type { Answer } from '../cluster.ts'
import type { Step } from '../step.ts'

/**
 * A rule that holds in every history. What breaks it is told in sentences. One checker sees one history, and may
 * remember what it saw.
 */
export interface Checker {
  name: string
  /** Every write, in order, with the cluster as it was right after it and the command that time stood at. */
  change?(change: Change, cluster: Snapshot, step: Step): string[]
  /** Every command, with the writes since the one before. */
  command?(step: Step, answer: Answer, changes: Change[]): string[]
  /** In the end, when nothing is under way any more. Inside a transaction. */
  settled?(store: Store): string[]
}

/** The objects at some revision, by key. */
export type Snapshot = ReadonlyMap<string, KubeObject>

export const nameOf = ({ kind, metadata }: KubeObject): string =>
  `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`
