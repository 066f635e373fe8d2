import type { NodeAffinity, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from 'kubernetes-types/core/v1'
import type { ObjectMeta } from 'kubernetes-types/meta/v1'
import { labelErrors } from '../../../lib/names.ts'
import type { Container, Pod, PodSpec, PodTemplateSpec } from '../../../lib/objects.ts'
import { isWholeBytes } from '../../../lib/quantity.ts'
import { claimSpecWarnings } from '../../persistentvolumeclaim/warnings.ts'
import { Path } from '../validate/path.ts'
import { warnAnnotations, warnProfileOfPod, warnProfiles } from './annotations.ts'
import { warnPorts } from './ports.ts'
import { volumePathWarnings } from './volume-paths.ts'

/**
 * What the API server takes and advises against (pkg/api/pod, warnings.go), as texts that begin with a field's path. Only
 * about a new Pod: those who change Pods are seldom people.
 */
export function podWarnings(pod: Pod, previous: Pod | undefined): string[] {
  if (previous) return []
  const warnings = specWarnings(pod.spec, pod.metadata, '')
  const labels = labelErrors(pod.metadata.name)
  if (labels.length === 0) return warnings
  const advice = `this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended`
  return [`metadata.name: ${advice}: [${labels.join(' ')}]`, ...warnings]
}

/** `path`: where the template stands, `spec.template`. */
export function podTemplateWarnings(template: PodTemplateSpec, path: string): string[] {
  const { spec, metadata = {} } = template
  return spec ? specWarnings(spec, metadata, path) : []
}

const DEPRECATED_LABELS: Record<string, string> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
}

const DEPRECATED_VOLUMES: Record<string, string> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
}

function specWarnings(spec: PodSpec, metadata: ObjectMeta, path: string): string[] {
  const warnings: string[] = []
  const root = Path.root(path, [])
  const at = root.at('spec')
  const annotations = root.at('metadata').at('annotations')
  const warn: Warn = (here, advice) => warnings.push(`${here}: ${advice}`)
  for (const key in spec.nodeSelector) {
    if (isOld(key)) warn(at.at('nodeSelector').key(key), DEPRECATED_LABELS[key]!)
  }
  const nodes = spec.affinity?.nodeAffinity
  if (nodes) warnNodeAffinity(nodes, at.at('affinity').at('nodeAffinity'), warn)
  at.at('topologySpreadConstraints').each(spec.topologySpreadConstraints, ({ topologyKey, labelSelector }, here) => {
    if (isOld(topologyKey)) warn(here.at('topologyKey'), `${topologyKey} is ${DEPRECATED_LABELS[topologyKey]}`)
    if (!labelSelector) warn(here.at('labelSelector'), NO_SELECTOR)
  })
  warnAnnotations(metadata, annotations, warn)
  at.at('volumes').each(spec.volumes, (volume, here) => {
    for (const source in volume) {
      if (Object.hasOwn(DEPRECATED_VOLUMES, source)) warn(here.at(source), DEPRECATED_VOLUMES[source]!)
    }
    const claim = volume.ephemeral?.volumeClaimTemplate
    if (claim) warnings.push(...claimSpecWarnings(claim.spec, `${here}.ephemeral.volumeClaimTemplate.spec`))
  })
  if (spec.volumes) warnings.push(...volumePathWarnings(spec.volumes))
  warnTwice(spec.hostAliases, 'ip', at.at('hostAliases'), warn)
  warnTwice(spec.imagePullSecrets, 'name', at.at('imagePullSecrets'), warn)
  at.at('imagePullSecrets').each(spec.imagePullSecrets, ({ name }, here) => {
    if (!name) warn(here.at('name'), 'invalid empty name ""')
  })
  for (const resource of WHOLE) warnFraction(spec.overhead, resource, at.at('overhead'), warn)
  warnProfileOfPod(metadata, spec, annotations, warn)
  for (const list of ['initContainers', 'containers'] as const) {
    at.at(list).each(spec[list], (container, here) => {
      warnProfiles(metadata, spec, container, annotations, warn)
      warnContainer(container, here, warn)
    })
  }
  warnPorts(spec, at, warn)
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    const advice = 'must be >= 0; negative values are invalid and will be treated as 1'
    warn(at.at('terminationGracePeriodSeconds'), advice)
  }
  for (const which of ['podAffinity', 'podAntiAffinity'] as const) {
    const affinity = spec.affinity?.[which]
    if (affinity) warnPodAffinity(affinity, at.at('affinity').at(which), warn)
  }
  return warnings
}

const NO_SELECTOR = 'a null labelSelector results in matching no pod'

export type Warn = (at: Path, advice: string) => void

const isOld = (label: string): boolean => Object.hasOwn(DEPRECATED_LABELS, label)

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

function warnNodeAffinity(affinity: NodeAffinity, at: Path, warn: Warn): void {
  const look = (term: NodeSelectorTerm, here: Path) => {
    here.at('matchExpressions').each(term.matchExpressions, ({ key }, path) => {
      if (isOld(key)) warn(path.at('key'), `${key} is ${DEPRECATED_LABELS[key]}`)
    })
  }
  at.at(REQUIRED).at('nodeSelectorTerms').each(affinity[REQUIRED]?.nodeSelectorTerms, look)
  at.at(PREFERRED).each(affinity[PREFERRED], ({ preference }, here) => look(preference, here.at('preference')))
}

function warnPodAffinity(affinity: PodAffinity, at: Path, warn: Warn): void {
  const look = ({ labelSelector }: PodAffinityTerm, here: Path) => {
    if (!labelSelector) warn(here.at('labelSelector'), NO_SELECTOR)
  }
  at.at(REQUIRED).each(affinity[REQUIRED], look)
  at.at(PREFERRED).each(affinity[PREFERRED], ({ podAffinityTerm }, here) => {
    look(podAffinityTerm, here.at('podAffinityTerm'))
  })
}

function warnTwice<K extends string>(
  list: readonly { [key in K]?: string }[] | undefined,
  key: K,
  at: Path,
  warn: Warn,
): void {
  if (!list || list.length < 2) return
  const seen = new Set<string>()
  at.each(list, (item, here) => {
    const value = item[key] ?? ''
    if (seen.has(value)) warn(here.at(key), `duplicate ${key} ${JSON.stringify(value)}`)
    seen.add(value)
  })
}

/** Resources that are counted in bytes. */
const WHOLE = ['memory', 'ephemeral-storage']

function warnFraction(quantities: object | undefined, resource: string, at: Path, warn: Warn): void {
  const quantity = (quantities as Record<string, string> | undefined)?.[resource]
  if (quantity === undefined || isWholeBytes(quantity)) return
  warn(at.key(resource), `fractional byte value ${JSON.stringify(quantity)} is invalid, must be an integer`)
}

function warnContainer({ env, resources }: Container, at: Path, warn: Warn): void {
  for (const resource of WHOLE) {
    for (const side of ['limits', 'requests'] as const) {
      warnFraction(resources?.[side], resource, at.at('resources').at(side), warn)
    }
  }
  if (!env || env.length < 2) return
  const seen = new Set<string>()
  at.at('env').each(env, ({ name, value = '', valueFrom }, here) => {
    const reference = `$(${name})`
    if (seen.has(name) && (valueFrom || value === reference || !value.includes(reference))) {
      warn(here, `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`)
    }
    seen.add(name)
  })
}
