import type { Ms } from '../lib/time.ts'

/** How a cluster's clock moves, kept in its state file. */
export interface ClockState {
  mode: 'wall' | 'virtual'
  /** Wall: added to the real time. */
  offset: Ms
  /** The moment up to which everything has been played. */
  now: Ms
}

/** A new virtual cluster begins here, so that the same commands give the same bytes on any day. */
export const VIRTUAL_START: Ms = Date.UTC(2026, 0, 1)

/** The moment to which a command brings the cluster: never before what has been played. */
export function target(clock: ClockState, real: Ms): Ms {
  return clock.mode === 'virtual' ? clock.now : Math.max(clock.now, real + clock.offset)
}

/** Wall time that goes on from where the clock stands. */
export function onWall(clock: ClockState, real: Ms): ClockState {
  return { ...clock, mode: 'wall', offset: Math.max(clock.offset, clock.now - real) }
}
