import type { Ms } from '../../lib/time.ts'

const INITIAL: Ms = 10_000
const MAX: Ms = 300_000

/** A back-off of the kubelet: 10 s, doubled at every use up to 300 s. */
export interface BackOff {
  delay: Ms
  /** When it was last set. */
  at: Ms
}

/** The container ran long enough (twice the longest back-off) to begin anew. */
const expired = (backOff: BackOff, since: Ms) => since - backOff.at > 2 * MAX

/** When a container that ended at `endedAt` may start again; undefined: at once. */
export function backedOffUntil(backOff: BackOff | undefined, endedAt: Ms, now: Ms): Ms | undefined {
  if (!backOff || expired(backOff, endedAt)) return undefined
  const until = endedAt + backOff.delay
  return until > now ? until : undefined
}

/** The back-off after it has been used once more. */
export function nextBackOff(backOff: BackOff | undefined, since: Ms, now: Ms): BackOff {
  const delay = !backOff || expired(backOff, since) ? INITIAL : Math.min(MAX, backOff.delay * 2)
  return { delay, at: now }
}

/**
 * How long to wait before something that keeps failing is tried again. From the 25th time on the kubelet reports the same
 * thing only every five minutes, so there is nothing to see in between.
 */
export function patience(tries: number, period: Ms): Ms {
  return tries < 25 ? period : MAX
}

/** `10s`, `1m20s`, `5m0s`: how a back-off is told. */
export function backOffText(ms: Ms): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}
