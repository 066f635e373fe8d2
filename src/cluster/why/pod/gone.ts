import type { Reader } from '../../../api/kind.ts'
import { age } from '../../../lib/duration.ts'
import type { Event } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import { cause, type Finding, type WhyReply } from '../finding.ts'

const seen = (event: Event) => event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? ''
const byTime = (a: Event, b: Event) => (seen(a) < seen(b) ? -1 : 1)

/** What the events still tell of a pod that is no more; undefined when they tell nothing. */
export function explainGone(namespace: string, name: string, read: Reader, now: Ms): WhyReply | undefined {
  const events = read.list<Event>('events', namespace)
  const own = events.filter(({ involvedObject: about }) => about.kind === 'Pod' && about.name === name).sort(byTime)
  const end = new RegExp(`\\b[Dd]eleted? [Pp]od:? ${name}\\b`)
  const deletion = events
    .filter(({ message = '' }) => end.test(message))
    .sort(byTime)
    .at(-1)
  if (own.length === 0 && !deletion) return undefined
  const ago = (event: Event) => `${age(seen(event).slice(0, 19) + 'Z', now)} ago`
  const findings: Finding[] = []
  const told = (reason: string) => own.filter(event => event.reason === reason).at(-1)
  const preempted = told('Preempted')
  const tainted = told('TaintManagerEviction')
  if (preempted)
    findings.push(cause(`It had to make room for a more important Pod, ${ago(preempted)}: ${preempted.message}.`))
  if (tainted)
    findings.push(
      cause(
        `It was driven off its node ${ago(tainted)}: the node has a taint NoExecute that the Pod did not tolerate any longer.`,
      ),
    )
  if (deletion) findings.push(...ownerFindings(deletion, events, ago))
  if (findings.length === 0) {
    findings.push(
      cause('Somebody deleted it, or its node is gone: no controller tells of it.', `kubectl events --for pod/${name}`),
    )
  }
  return { summary: `Pod ${namespace}/${name} is no more.`, ok: false, findings }
}

/** Who deleted it, and what made that one do so. */
function ownerFindings(deletion: Event, events: Event[], ago: (event: Event) => string): Finding[] {
  const { kind, name } = deletion.involvedObject
  const scaled = events
    .filter(
      ({ reason, message = '' }) => reason === 'ScalingReplicaSet' && message.includes(` replica set ${name} from `),
    )
    .sort(byTime)
    .filter(event => seen(event).slice(0, 19) <= seen(deletion).slice(0, 19))
    .at(-1)
  const first = cause(`${kind} ${name} deleted it ${ago(deletion)}.`)
  if (!scaled) return [first]
  const owner = scaled.involvedObject
  const how = /^Scaled (up|down) replica set \S+ from (\d+) to (\d+)$/.exec(scaled.message ?? '')
  const what = how ? `from ${how[2]} to ${how[3]} replicas` : 'down'
  const text = `${owner.kind} ${owner.name} had scaled that ReplicaSet ${what} ${ago(scaled)}: in a rollout, or because it was scaled itself.`
  return [first, cause(text, `kubectl rollout history ${owner.kind!.toLowerCase()}/${owner.name}`)]
}
