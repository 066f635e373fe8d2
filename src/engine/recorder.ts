import { ApiError } from '../api/errors.ts'
import type { Reader } from '../api/kind.ts'
import { subjectOf } from '../lib/event-subject.ts'
import { lastSeenAt } from '../lib/event-time.ts'
import { hex32 } from '../lib/hex.ts'
import type { Event, KubeObject } from '../lib/objects.ts'
import { term } from '../lib/term.ts'
import { type Ms, parseTime, rfc3339, rfc3339Micro } from '../lib/time.ts'
import type { Api, EventOptions } from './controller.ts'

/** client-go tools/record: so many different messages of one reason within the window are drawn together. */
const SIMILAR = 10
const WINDOW: Ms = 600_000
const COMBINED = '(combined from similar events): '

export interface Sighting {
  about: KubeObject
  type: 'Normal' | 'Warning'
  reason: string
  message: string
  options: EventOptions
}

/**
 * Writes an Event, or counts up one that says the same; from the tenth similar one on, one Event stands for all of them
 * (client-go's EventCorrelator). An Event in a namespace that is going away is lost, as in reality.
 */
export function record(sighting: Sighting, at: { now: Ms; revision: number }, read: Reader, api: Api): void {
  const { about, options } = sighting
  let exact: Event | undefined
  let combined: Event | undefined
  let similar = 0
  const { uid, namespace, name } = about.metadata
  const subject = subjectOf({ uid, kind: about.kind, namespace, name })
  for (const event of read.find<Event>('events', term('about', subject))) {
    if (event.reason !== sighting.reason || event.type !== sighting.type || event.reportingComponent !== options.from)
      continue
    if ((event.source?.host ?? '') !== (options.host ?? '')) continue
    if (event.message?.startsWith(COMBINED)) combined = event
    else if (at.now - lastSeen(event) <= WINDOW) similar++
    if (event.message === sighting.message && (event.involvedObject.fieldPath ?? '') === (options.fieldPath ?? ''))
      exact = event
  }
  try {
    if (exact && similar < SIMILAR - 1) api.update(again(exact, exact.message!, at.now))
    else if (similar < SIMILAR - 1) api.create(fresh(sighting, sighting.message, at))
    else if (combined) api.update(again(combined, COMBINED + sighting.message, at.now))
    else api.create(fresh(sighting, COMBINED + sighting.message, at))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

const lastSeen = (event: Event): Ms => parseTime(lastSeenAt(event)) ?? 0

function again(event: Event, message: string, now: Ms): Event {
  if (!event.source?.component) {
    return { ...event, message, series: { count: (event.series?.count ?? 1) + 1, lastObservedTime: rfc3339Micro(now) } }
  }
  return { ...event, message, count: (event.count ?? 1) + 1, lastTimestamp: rfc3339(now) }
}

function fresh(
  { about, type, reason, options }: Sighting,
  message: string,
  { now, revision }: { now: Ms; revision: number },
): Event {
  const { name, namespace, uid, resourceVersion } = about.metadata
  const { from, host, fieldPath, action } = options
  const involvedObject: Event['involvedObject'] = {
    apiVersion: about.apiVersion,
    kind: about.kind,
    name,
    uid,
    resourceVersion,
  }
  if (namespace) involvedObject.namespace = namespace
  if (fieldPath) involvedObject.fieldPath = fieldPath
  const event: any = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${moment(now, revision)}`, namespace: namespace ?? 'default' },
    involvedObject,
    reason,
    message,
    type,
    reportingComponent: from,
  }
  // Set one by one: there are many events, and copies of such wide objects are slow.
  if (action) {
    event.action = action
    event.eventTime = rfc3339Micro(now)
    event.firstTimestamp = null
    event.lastTimestamp = null
    event.reportingInstance = `${from}-0`
    event.source = {}
  } else {
    event.count = 1
    event.eventTime = null
    event.firstTimestamp = event.lastTimestamp = rfc3339(now)
    event.reportingInstance = host ?? ''
    event.source = host ? { component: from, host } : { component: from }
  }
  return event
}

/** 16 hex digits that grow with time, as client-go names Events by nanoseconds. Arithmetic in parts of 32 bits. */
function moment(now: Ms, revision: number): string {
  const high = Math.floor(now / PART) * 1_000_000
  const low = (high % PART) * PART + (now % PART) * 1_000_000 + (revision % 1_000_000)
  const carry = Math.floor(low / WORD)
  return (Math.floor(high / PART) + carry).toString(16) + hex32(low % WORD)
}

const PART = 2 ** 16
const WORD = 2 ** 32
