import type { Event } from './objects.ts'

/** When an Event was last seen, in RFC 3339; empty when it does not say. */
export const lastSeenAt = ({ series, lastTimestamp, eventTime, metadata }: Event): string =>
  String(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '')

/** The minute in which an Event was last seen, `2026-01-01T00:05`: Events are indexed by it and go by the minute. */
export const lastSeenMinute = (event: Event): string => lastSeenAt(event).slice(0, 16)
