import type { Prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'
import type { Life, Part } from './life.ts'

const GRID: Ms = 50

/**
 * Moments of stages lie on a grid of 50 ms, so that what happens at nearly the same time is handled together (a real
 * kubelet looks once a second).
 */
export const onGrid = (at: Ms): Ms => Math.ceil(at / GRID) * GRID

/**
 * One step in the life of a pod or of one of its containers. Each track of each container (and of the pod) is in the
 * first stage that applies; when its time is over, `next` changes the draft, and the stages are looked at again.
 */
export interface Stage<P = Part> {
  name: string
  applies(life: Life, part: P): boolean
  /** Once, when the stage begins; may change the draft. */
  enter?(life: Life, part: P): void
  /** How long it lasts, from its beginning. Infinity: until something else changes. */
  after(life: Life, part: P, rng: Prng): Ms
  next(life: Life, part: P): void
  /** Its end depends on what others do: it is worked out anew at every look, and `after` counts from then. */
  fresh?: true
  /** It only waits on purpose (a back-off, a probe's period): `clock settle` does not wait for it. */
  waits?(life: Life, part: P): boolean
}

/** Stages that exclude one another. Tracks run side by side. */
export interface Track<P = Part> {
  name: string
  stages: Stage<P>[]
}

/**
 * Plays all stages whose time has come. Afterwards `memory.timers` holds what is still under way. Answers when to look
 * again; Infinity: only when something changes.
 */
export function play(life: Life, tracks: Track[], podTracks: Track<undefined>[]): Ms {
  let due = Number.POSITIVE_INFINITY
  for (let moved = true; moved; ) {
    moved = false
    due = Number.POSITIVE_INFINITY
    let idle = true
    const look = <P>(key: string, track: Track<P>, part: P) => {
      const timer = step(life, key, track, part)
      if (timer === 'moved') moved = true
      else if (timer) {
        due = Math.min(due, timer.due)
        idle &&= timer.waits
      }
    }
    for (const track of podTracks) look(`/${track.name}`, track, undefined)
    for (const part of life.parts) for (const track of tracks) look(`${part.container.name}/${track.name}`, track, part)
    if (idle && due !== Number.POSITIVE_INFINITY) life.memory.idle = true
    else delete life.memory.idle
  }
  return due
}

function step<P>(life: Life, key: string, track: Track<P>, part: P): { due: Ms; waits: boolean } | 'moved' | undefined {
  const { timers } = life.memory
  const stage = track.stages.find(each => each.applies(life, part))
  const timer = timers[key]
  if (!stage) {
    if (timer) delete timers[key]
    return undefined
  }
  let due = timer?.[1]
  if (timer?.[0] !== stage.name || stage.fresh) {
    if (timer?.[0] !== stage.name) stage.enter?.(life, part)
    if (!stage.applies(life, part)) return 'moved'
    const after = stage.after(life, part, life.rng(stage.name, life.pod.metadata.uid!, key))
    due = after === Number.POSITIVE_INFINITY ? after : onGrid(life.now + Math.max(0, after))
    if (after <= 0) due = life.now
    // JSON has no Infinity; a stage without an end is begun anew at every look, so it must not have an `enter`.
    if (due !== Number.POSITIVE_INFINITY) timers[key] = [stage.name, due]
    else delete timers[key]
  }
  if (due! > life.now) {
    return due === Number.POSITIVE_INFINITY ? undefined : { due: due!, waits: stage.waits?.(life, part) ?? false }
  }
  delete timers[key]
  stage.next(life, part)
  return 'moved'
}
