import type { FieldError } from '../api/errors.ts'
import type { Column, KindDefinition, Reader, View } from '../api/kind.ts'
import { Describe, describeEvents } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { subjectOf } from '../lib/event-subject.ts'
import { lastSeenMinute } from '../lib/event-time.ts'
import type { Event, KubeObject } from '../lib/objects.ts'
import { term } from '../lib/term.ts'
import type { Ms } from '../lib/time.ts'
import { describeUnstructured } from '../lib/unstructured.ts'

/** Events about objects with these uids, in the order of their names (for one object: in the order of time). */
export function eventsAbout(read: Reader, ...uids: (string | undefined)[]): Event[] {
  const events: Event[] = []
  for (const uid of new Set(uids)) if (uid) events.push(...read.find<Event>('events', term('about', uid)))
  return events
}

/** The `Events:` block that ends the description of an object, to be written into its Describe at level 0. */
export function describeEventsOf(object: KubeObject, view: Pick<View, 'read' | 'now'>): string {
  return describeEvents(eventsAbout(view.read, object.metadata.uid), view.now)
}

const firstSeen = (event: Event, now: Ms) =>
  event.firstTimestamp ? age(event.firstTimestamp, now) : age(event.eventTime, now)

function lastSeen(event: Event, now: Ms): string {
  if (event.series) return age(event.series.lastObservedTime, now)
  return event.lastTimestamp ? age(event.lastTimestamp, now) : firstSeen(event, now)
}

function involved(event: Event): string {
  const { kind = '', name } = event.involvedObject
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase()
}

function source(event: Event): string {
  const component = event.source?.component || event.reportingComponent || ''
  const instance = event.source?.host || event.reportingInstance
  return instance ? `${component}, ${instance}` : component
}

/** Columns of k8s.io/kubernetes pkg/printers/internalversion, printEvent. */
const columns = (): Column<Event>[] => [
  { name: 'Last Seen', value: (event, { now }) => lastSeen(event, now) },
  { name: 'Type', value: event => event.type ?? '' },
  { name: 'Reason', value: event => event.reason ?? '' },
  { name: 'Object', value: involved },
  { name: 'Subobject', wide: true, value: event => event.involvedObject.fieldPath ?? '' },
  { name: 'Source', wide: true, value: source },
  { name: 'Message', value: event => (event.message ?? '').trim() },
  { name: 'First Seen', wide: true, value: (event, { now }) => firstSeen(event, now) },
  { name: 'Count', wide: true, value: event => event.series?.count ?? (event.count || 1) },
  { name: 'Name', wide: true, value: event => event.metadata.name },
]

function validate(event: Event): FieldError[] {
  const { namespace } = event.metadata
  const about = event.involvedObject.namespace ?? ''
  const agrees = about === '' ? namespace === undefined || namespace === 'default' : about === namespace
  if (agrees) return []
  const detail = 'does not match event.namespace'
  return [{ type: 'Invalid value', path: 'involvedObject.namespace', value: about, detail }]
}

export const events: KindDefinition<Event> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Event', plural: 'events', singular: 'event', shortNames: ['ev'] },
  schema: 'io.k8s.api.core.v1.Event',
  generation: false,
  fields: {
    'involvedObject.kind': event => event.involvedObject.kind ?? '',
    'involvedObject.namespace': event => event.involvedObject.namespace ?? '',
    'involvedObject.name': event => event.involvedObject.name ?? '',
    'involvedObject.uid': event => event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': event => event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': event => event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': event => event.involvedObject.fieldPath ?? '',
    reason: event => event.reason ?? '',
    reportingComponent: event => event.reportingComponent ?? '',
    source: event => event.source?.component || event.reportingComponent || '',
    type: event => event.type ?? '',
  },
  defaults(next) {
    next.source ??= {}
    next.firstTimestamp ??= null as unknown as string
    next.lastTimestamp ??= null as unknown as string
    next.eventTime ??= null as unknown as string
    next.reportingComponent ??= ''
    next.reportingInstance ??= ''
  },
  validate,
  index(event) {
    const seen = term('seen', lastSeenMinute(event))
    return [term('about', subjectOf(event.involvedObject)), seen]
  },
  columns,
  describe(event, view) {
    const text = new Describe()
    describeUnstructured(text, event)
    return text.write(0, describeEventsOf(event, view)).toString()
  },
}
