import type { ContainerPort, NodeAffinity, NodeSelectorTerm } from 'kubernetes-types/core/v1'
import { labelErrors, subdomainErrors } from '../../lib/names.ts'
import type { Container, Pod, PodSpec, PodTemplateSpec } from '../../lib/objects.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { Path } from './validate/path.ts'

/** What the API server takes and advises against (pkg/api/pod, warnings.go), as texts that begin with a field's path. */
export function podWarnings(pod: Pod, previous: Pod | undefined): string[] {
  const warnings = specWarnings(pod.spec, 'spec')
  const { name } = pod.metadata
  const labels = previous ? [] : labelErrors(name)
  if (labels.length === 0 || subdomainErrors(name).length > 0) return warnings
  const advice = `this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended`
  return [`metadata.name: ${advice}: [${labels.join(' ')}]`, ...warnings]
}

/** `path`: where the template stands, `spec.template`. */
export function podTemplateWarnings(template: PodTemplateSpec, path: string): string[] {
  return template.spec ? specWarnings(template.spec, `${path}.spec`) : []
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
  gitRepo: 'deprecated in v1.11',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
}

function specWarnings(spec: PodSpec, path: string): string[] {
  const warnings: string[] = []
  const at = Path.root(path, [])
  const warn = (here: Path, advice: string) => warnings.push(`${here}: ${advice}`)
  for (const key in spec.nodeSelector) {
    if (isOld(key)) warn(at.at('nodeSelector').key(key), DEPRECATED_LABELS[key]!)
  }
  const nodes = spec.affinity?.nodeAffinity
  if (nodes) warnNodeAffinity(nodes, at.at('affinity').at('nodeAffinity'), warn)
  at.at('topologySpreadConstraints').each(spec.topologySpreadConstraints, ({ topologyKey, labelSelector }, here) => {
    if (isOld(topologyKey)) warn(here.at('topologyKey'), `${topologyKey} is ${DEPRECATED_LABELS[topologyKey]}`)
    if (!labelSelector) warn(here.at('labelSelector'), 'a null labelSelector results in matching no pod')
  })
  at.at('volumes').each(spec.volumes, (volume, here) => {
    for (const source in volume) {
      if (Object.hasOwn(DEPRECATED_VOLUMES, source)) warn(here.at(source), DEPRECATED_VOLUMES[source]!)
    }
  })
  warnTwice(spec.hostAliases, 'ip', at.at('hostAliases'), warn)
  warnTwice(spec.imagePullSecrets, 'name', at.at('imagePullSecrets'), warn)
  at.at('initContainers').each(spec.initContainers, (container, here) => warnContainer(container, here, warn))
  at.at('containers').each(spec.containers, (container, here) => warnContainer(container, here, warn))
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    const advice = 'must be >= 0; negative values are invalid and will be treated as 1'
    warn(at.at('terminationGracePeriodSeconds'), advice)
  }
  return warnings
}

type Warn = (at: Path, advice: string) => void

const isOld = (label: string): boolean => Object.hasOwn(DEPRECATED_LABELS, label)

function warnNodeAffinity(affinity: NodeAffinity, at: Path, warn: Warn): void {
  const look = (term: NodeSelectorTerm, here: Path) => {
    here.at('matchExpressions').each(term.matchExpressions, ({ key }, path) => {
      if (isOld(key)) warn(path.at('key'), `${key} is ${DEPRECATED_LABELS[key]}`)
    })
  }
  const required = 'requiredDuringSchedulingIgnoredDuringExecution'
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution'
  at.at(required).at('nodeSelectorTerms').each(affinity[required]?.nodeSelectorTerms, look)
  at.at(preferred).each(affinity[preferred], ({ preference }, here) => look(preference, here.at('preference')))
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

function warnContainer({ env, ports, resources }: Container, at: Path, warn: Warn): void {
  for (const side of ['limits', 'requests'] as const) {
    const quantities = resources?.[side] as Record<string, string> | undefined
    for (const resource of ['memory', 'ephemeral-storage']) {
      const quantity = quantities?.[resource]
      if (quantity === undefined || Number.isInteger(parseQuantity(quantity))) continue
      const advice = `fractional byte value ${JSON.stringify(quantity)} is invalid, must be an integer`
      warn(at.at('resources').at(side).key(resource), advice)
    }
  }
  if (env && env.length > 1) {
    const seen = new Set<string>()
    at.at('env').each(env, ({ name, value }, here) => {
      if (seen.has(name) && !value?.includes(`$(${name})`)) {
        warn(here, `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`)
      }
      seen.add(name)
    })
  }
  if (ports && ports.length > 1) warnPorts(ports, at.at('ports'), warn)
}

function warnPorts(ports: readonly ContainerPort[], at: Path, warn: Warn): void {
  at.each(ports, ({ containerPort, protocol, hostPort, hostIP }, here, i) => {
    const same = (port: ContainerPort) =>
      port.containerPort === containerPort &&
      port.protocol === protocol &&
      port.hostPort === hostPort &&
      port.hostIP === hostIP
    const first = ports.findIndex(same)
    if (first < i) warn(here, `duplicate port definition with ${at.at(first)}`)
  })
}
