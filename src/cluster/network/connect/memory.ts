import type { Memory } from '../proxy/choose.ts'

/** The cluster's private notes. */
export interface Notes {
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
}

const COUNTER = 'network/connections'

/** Connections are numbered for good, so that each draws anew, also within one instant: the first number of `count`. */
export function numbered(notes: Notes, count: number): number {
  const first = notes.note<number>(COUNTER) ?? 0
  notes.setNote(COUNTER, first + count)
  return first
}

/** What nodes remember of connections. Notes are read once and written once, however many connections there are. */
export function remembering(notes: Notes): Memory & { flush(): void } {
  const held = new Map<string, unknown>()
  const changed = new Set<string>()
  return {
    note: <T>(name: string) => {
      if (!held.has(name)) held.set(name, notes.note(`network/${name}`))
      return held.get(name) as T | undefined
    },
    setNote(name, value) {
      held.set(name, value)
      changed.add(name)
    },
    flush() {
      for (const name of changed) notes.setNote(`network/${name}`, held.get(name))
    },
  }
}
