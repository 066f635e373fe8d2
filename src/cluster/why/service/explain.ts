import type { Reader } from '../../../api/kind.ts'
import { isTrue } from '../../../lib/conditions.ts'
import type { EndpointSlice, KubeObject, LabelSelector, Pod, Service } from '../../../lib/objects.ts'
import { formatLabels, labelSelector, matches } from '../../../lib/selector.ts'
import { outside } from '../../network/dns/upstream.ts'
import { isWithin } from '../../network/dns/message.ts'
import { ZONE, zoneAnswer } from '../../network/dns/zone.ts'
import type { Listen } from '../../network/connect/dial.ts'
import { cause, counted, type Finding, listed, note, type WhyReply } from '../finding.ts'
import { manual } from './manual.ts'
import { portFindings } from './ports.ts'
import { readinessFindings } from './readiness.ts'
import { matching, missFindings, nearest } from './selection.ts'

const SLICES = 'endpointslices.discovery.k8s.io'

/** `default/web` */
export const calledService = ({ metadata }: Service): string => `Service ${metadata.namespace}/${metadata.name}`

/** The option that names a namespace on the command line, with a space before it. */
export const inNamespace = ({ metadata }: Pick<Service, 'metadata'>): string =>
  metadata.namespace === 'default' ? '' : ` -n ${metadata.namespace}`

/** All that can be said of a Service's endpoints, the most important first. `listen` tells who listens in a Pod. */
export function explain(service: Service, read: Reader, listen: Listen): WhyReply {
  const { spec } = service
  if (spec.type === 'ExternalName') return alias(service, read)
  const slices = read.find<EndpointSlice>(SLICES, `service=${service.metadata.namespace}/${service.metadata.name}`)
  if (Object.keys(spec.selector ?? {}).length === 0) return manual(service, slices, read)

  const pods = matching(service, read)
  const near = pods.length > 0 ? [] : nearest(service, read)
  // What would be wrong next is told as well, of the Pods that were probably meant.
  const meant = pods.length > 0 ? pods : near.map(({ pod }) => pod)
  const findings = [
    ...(pods.length > 0 ? [] : missFindings(service, near, read)),
    ...portFindings(service, meant, pods.length > 0, listen),
    ...readinessFindings(service, meant, pods.length > 0, read),
    ...notes(service),
    ...policyNotes(service, pods, read),
  ]
  const ready = pods.filter(pod => isReady(pod, service))
  const causes = findings.filter(({ kind }) => kind === 'cause')
  const ok = ready.length > 0 && causes.length === 0
  return {
    summary: summaryOf(service, pods, ready, ok),
    ok,
    findings: [...causes, ...findings.filter(({ kind }) => kind === 'note')],
  }
}

function isReady({ metadata, status }: Pod, { spec }: Service): boolean {
  if (!status.podIP || status.phase === 'Succeeded' || status.phase === 'Failed') return false
  return spec.publishNotReadyAddresses === true || (isTrue(status.conditions, 'Ready') && !metadata.deletionTimestamp)
}

function summaryOf(service: Service, pods: Pod[], ready: Pod[], ok: boolean): string {
  const called = calledService(service)
  const selector = formatLabels(service.spec.selector)
  if (pods.length === 0) return `${called} has no endpoints: its selector ${selector} matches no Pod.`
  const matched = `its selector ${selector} matches ${counted(pods.length, 'Pod')}`
  if (ready.length === 0)
    return `${called} has no ready endpoints: ${matched}, and ${pods.length === 1 ? 'it is not ready' : 'none is ready'}.`
  const endpoints = counted(ready.length, 'ready endpoint')
  if (ready.length === pods.length) return `${called} has ${endpoints}: ${matched}${ok ? ', and all is well' : ''}.`
  return `${called} has ${endpoints}: ${matched}, of which ${ready.length} ${ready.length === 1 ? 'is' : 'are'} ready.`
}

function notes({ spec, metadata }: Service): Finding[] {
  const found: Finding[] = []
  if (spec.clusterIP === 'None') {
    found.push(
      note(
        `It is headless: DNS answers with the addresses of the ready Pods, and clients connect to the Pods' own ports${portsText(spec)}.`,
        `kubesim dns ${metadata.name}${inNamespace({ metadata })}`,
      ),
    )
  }
  if (spec.publishNotReadyAddresses)
    found.push(note('publishNotReadyAddresses is set: Pods count as ready whether they are or not.'))
  if (spec.internalTrafficPolicy === 'Local') {
    found.push(
      note(
        'internalTrafficPolicy is Local: a client reaches only endpoints on its own node, and none from a node without one.',
      ),
    )
  }
  if (spec.externalTrafficPolicy === 'Local') {
    found.push(
      note('externalTrafficPolicy is Local: from outside, a node without an endpoint of its own lets nothing through.'),
    )
  }
  return found
}

/** Policies that let not everybody in. */
function policyNotes({ metadata }: Service, pods: readonly Pod[], read: Reader): Finding[] {
  const policies = read.list<Policy>('networkpolicies.networking.k8s.io', metadata.namespace).filter(({ spec }) => {
    const selector = labelSelector(spec.podSelector)
    return spec.policyTypes?.includes('Ingress') && pods.some(pod => matches(selector, pod.metadata.labels))
  })
  if (policies.length === 0) return []
  const names = listed(policies.map(policy => policy.metadata.name))
  const [word, verb] = policies.length === 1 ? ['NetworkPolicy', 'limits'] : ['NetworkPolicies', 'limit']
  const attempt = `kubesim curl http://${metadata.name} --trace${inNamespace({ metadata })}`
  return [note(`${word} ${names} ${verb} who may connect to these Pods.`, attempt)]
}

type Policy = KubeObject & { spec: { podSelector: LabelSelector; policyTypes?: string[] } }

function portsText({ ports }: Service['spec']): string {
  const moved = (ports ?? []).filter(({ port, targetPort }) => targetPort !== undefined && targetPort !== port)
  return moved.length === 0 ? '' : ` (${listed(moved.map(({ port, targetPort }) => `${targetPort}, not ${port}`))})`
}

function alias(service: Service, read: Reader): WhyReply {
  const { spec } = service
  const target = spec.externalName!.replace(/\.$/, '').toLowerCase()
  const summary = `${calledService(service)} is an alias for ${target} in DNS (ExternalName): it has no endpoints and needs none.`
  const question = { name: target, type: 'A' } as const
  const answer = isWithin(target, ZONE) ? zoneAnswer(question, { read, now: 0 }) : outside(question, read)
  const found: Finding[] = []
  if (/^[\d.]+$/.test(target)) {
    found.push(
      cause(
        `${target} is an address, and an alias can only lead to a name: DNS has no answer. Take a Service without selector and an EndpointSlice with that address.`,
      ),
    )
  } else if (!answer.answer.some(({ type }) => type === 'A')) {
    const what = isWithin(target, ZONE) ? 'in the cluster' : 'outside the cluster'
    found.push(
      cause(
        `Nothing ${what} is called ${target}, so the alias leads nowhere.`,
        `kubesim dns ${service.metadata.name}${inNamespace(service)}`,
      ),
    )
  }
  if (Object.keys(spec.selector ?? {}).length > 0)
    found.push(note(`Its selector ${formatLabels(spec.selector)} is not used.`))
  if ((spec.ports ?? []).length > 0)
    found.push(note('Its ports are not used either: clients connect to the port of the target that they name.'))
  return { summary, ok: !found.some(({ kind }) => kind === 'cause'), findings: found }
}
