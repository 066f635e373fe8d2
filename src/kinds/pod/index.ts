import type { KindDefinition } from '../../api/kind.ts'
import { hasCost } from '../../lib/load.ts'
import type { Pod } from '../../lib/objects.ts'
import { claimNamesOf } from '../../lib/pod-claims.ts'
import { scoredRequests } from '../../lib/pod-resources.ts'
import { term, within } from '../../lib/term.ts'
import { orphanTerms } from '../claim.ts'
import { sameBesideStatus } from '../same-beside-status.ts'
import { asMade } from './as-made.ts'
import { bindPod } from './binding.ts'
import { columns } from './columns.ts'
import { defaultPod } from './defaults.ts'
import { describePod } from './describe.ts'
import { evictPod } from './eviction.ts'
import { preparePod } from './prepare.ts'
import { isTerminal } from './readiness.ts'
import { resourcesOf } from './resources.ts'
import { validatePod } from './validate/pod.ts'
import { podWarnings } from './warnings/index.ts'

export const pods: KindDefinition<Pod> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Pod', plural: 'pods', singular: 'pod', shortNames: ['po'], categories: ['all'] },
  schema: 'io.k8s.api.core.v1.Pod',
  subresources: { status: true },
  fields: {
    'spec.nodeName': pod => pod.spec.nodeName ?? '',
    'spec.restartPolicy': pod => pod.spec.restartPolicy ?? '',
    'spec.schedulerName': pod => pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': pod => pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': pod => String(pod.spec.hostNetwork ?? false),
    'status.phase': pod => pod.status.phase ?? '',
    'status.podIP': pod => pod.status.podIP ?? '',
    'status.podIPs': pod => pod.status.podIP ?? '',
    'status.nominatedNodeName': pod => pod.status.nominatedNodeName ?? '',
  },
  defaults: defaultPod,
  prepare: preparePod,
  validate: validatePod,
  warnings: podWarnings,
  grace,
  index,
  tally,
  sameTerms: (a, b) => sameBesideStatus(a, b) && isTerminal(a) === isTerminal(b),
  managers: { status: 'kubelet', asMade },
  columns,
  describe: describePod,
  template: [],
  connect: { binding: bindPod, eviction: evictPod },
}

/** A pod on no node, or with nothing left running, goes at once (pkg/registry/core/pod, CheckGracefulDelete). */
function grace(pod: Pod, asked: number | undefined): number {
  if (!pod.spec.nodeName || isTerminal(pod)) return 0
  const seconds = asked ?? pod.spec.terminationGracePeriodSeconds ?? 0
  return seconds < 0 ? 1 : seconds
}

function index(pod: Pod): string[] {
  const { namespace, labels } = pod.metadata
  const terms = orphanTerms(pod)
  const { nodeName, affinity } = pod.spec
  if (nodeName || !isTerminal(pod)) terms.push(term('node', nodeName ?? ''))
  if (affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution) terms.push('anti-affinity')
  for (const { configMap, secret } of pod.spec.volumes ?? []) {
    if (configMap) terms.push(`mounts=configmap/${namespace}/${configMap.name}`)
    if (secret) terms.push(`mounts=secret/${namespace}/${secret.secretName}`)
  }
  for (const key in labels) terms.push(`label=${namespace}/${key}=${labels[key]}`)
  for (const name of claimNamesOf(pod)) terms.push(`claim=${namespace}/${name}`)
  return terms
}

/**
 * What a pod takes of its node, until it has ended: as asked for, and as nodes are scored by. `on/<uid>/<node>`: how many
 * pods of its manager stand there that are not on their way out.
 * `pods/ended`: how many pods have ended.
 */
function tally(pod: Pod): [name: string, amount: number][] {
  const { nodeName } = pod.spec
  if (isTerminal(pod)) return [['pods/ended', 1]]
  if (!nodeName) return []
  const { cpu, memory } = resourcesOf(pod.spec)
  const scored = scoredRequests(pod.spec)
  const node = within('node', nodeName)
  const amounts: [string, number][] = [
    [within(node, 'pods'), 1],
    [within(node, 'scored-cpu'), scored.cpu],
    [within(node, 'scored-memory'), scored.memory],
  ]
  if (cpu > 0) amounts.push([within(node, 'cpu'), cpu])
  if (hasCost(pod)) amounts.push(['metrics/pods', 1])
  if (memory > 0) amounts.push([within(node, 'memory'), memory])
  const manager = pod.metadata.ownerReferences?.find(owner => owner.controller)
  if (manager && !pod.metadata.deletionTimestamp) amounts.push([`on/${manager.uid}/${nodeName}`, 1])
  return amounts
}
