import { type FSWatcher, watch } from 'node:fs'
import { dirname } from 'node:path'
import type { Ms } from '../lib/time.ts'

/** Longest time between two looks at the file, should the file system not tell us. */
const POLL: Ms = 250

/**
 * Waits until somebody wrote to the state file (`stale` says so), `ms` have passed, or `signal` is aborted. The file
 * system only gives the hint to look; `stale` asks the database.
 */
export async function changeOrTime(file: string, stale: () => boolean, ms: Ms, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + ms
  let watcher: FSWatcher | undefined
  let wake = () => {}
  const stop = () => wake()
  signal?.addEventListener('abort', stop)
  try {
    watcher = watch(dirname(file), () => wake())
    watcher.on('error', () => {})
  } catch {
    // No watching here (some network file systems): the poll remains.
  }
  try {
    while (!stale() && !signal?.aborted) {
      const left = end - performance.now()
      if (left <= 0) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, Math.min(left, POLL))
        wake = () => {
          clearTimeout(timer)
          setTimeout(resolve, 1)
        }
      })
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    watcher?.close()
  }
}
