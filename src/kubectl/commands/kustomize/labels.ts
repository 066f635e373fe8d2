import { mapsAt, type Resource } from './resource.ts'

/** Where labels and selectors stand in the kinds that have them (kustomize builtinpluginconsts/commonlabels.go). */

const TEMPLATES: Record<string, string[][]> = {
  Deployment: [['spec', 'template', 'metadata']],
  ReplicaSet: [['spec', 'template', 'metadata']],
  ReplicationController: [['spec', 'template', 'metadata']],
  DaemonSet: [['spec', 'template', 'metadata']],
  StatefulSet: [
    ['spec', 'template', 'metadata'],
    ['spec', 'volumeClaimTemplates', '*', 'metadata'],
  ],
  Job: [['spec', 'template', 'metadata']],
  CronJob: [
    ['spec', 'jobTemplate', 'metadata'],
    ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
  ],
}

/** The maps of a selector; `create`: made when the object has none. */
const SELECTORS: Record<string, { path: string[]; create: boolean }[]> = {
  Service: [{ path: ['spec', 'selector'], create: true }],
  ReplicationController: [{ path: ['spec', 'selector'], create: true }],
  Deployment: [{ path: ['spec', 'selector', 'matchLabels'], create: true }],
  ReplicaSet: [{ path: ['spec', 'selector', 'matchLabels'], create: true }],
  DaemonSet: [{ path: ['spec', 'selector', 'matchLabels'], create: true }],
  StatefulSet: [{ path: ['spec', 'selector', 'matchLabels'], create: true }],
  Job: [{ path: ['spec', 'selector', 'matchLabels'], create: false }],
  CronJob: [{ path: ['spec', 'jobTemplate', 'spec', 'selector', 'matchLabels'], create: false }],
  PodDisruptionBudget: [{ path: ['spec', 'selector', 'matchLabels'], create: false }],
  NetworkPolicy: [
    { path: ['spec', 'podSelector', 'matchLabels'], create: false },
    { path: ['spec', 'ingress', '*', 'from', '*', 'podSelector', 'matchLabels'], create: false },
    { path: ['spec', 'egress', '*', 'to', '*', 'podSelector', 'matchLabels'], create: false },
  ],
}

const TERM = ['labelSelector', 'matchLabels']
const AFFINITY = ['podAffinity', 'podAntiAffinity'].flatMap(kind => [
  ['affinity', kind, 'requiredDuringSchedulingIgnoredDuringExecution', '*', ...TERM],
  ['affinity', kind, 'preferredDuringSchedulingIgnoredDuringExecution', '*', 'podAffinityTerm', ...TERM],
])
/** Selectors of the Pods themselves, below the spec of a template. */
const IN_PODS = [...AFFINITY, ['topologySpreadConstraints', '*', ...TERM]]

export interface LabelRule {
  pairs: Record<string, string>
  includeSelectors: boolean
  includeTemplates: boolean
}

export function addLabels(
  resources: readonly Resource[],
  { pairs, includeSelectors, includeTemplates }: LabelRule,
): void {
  for (const { object } of resources) {
    const { kind } = object
    add(object, ['metadata', 'labels'], pairs, true)
    if (includeSelectors || includeTemplates) {
      for (const path of TEMPLATES[kind] ?? []) {
        const claims = path.includes('volumeClaimTemplates')
        for (const metadata of mapsAt(object, path, !claims)) add(metadata, ['labels'], pairs, true)
      }
    }
    if (!includeSelectors) continue
    for (const { path, create } of SELECTORS[kind] ?? []) add(object, path, pairs, create)
    const pods = (TEMPLATES[kind] ?? []).filter(path => path.at(-2) === 'template').map(path => path.slice(0, -1))
    for (const path of pods) for (const inside of IN_PODS) add(object, [...path, 'spec', ...inside], pairs, false)
  }
}

export function addAnnotations(resources: readonly Resource[], pairs: Record<string, string>): void {
  for (const { object } of resources) {
    add(object, ['metadata', 'annotations'], pairs, true)
    for (const path of TEMPLATES[object.kind] ?? []) {
      if (!path.includes('volumeClaimTemplates')) add(object, [...path, 'annotations'], pairs, true)
    }
  }
}

function add(object: any, path: readonly string[], pairs: Record<string, string>, create: boolean): void {
  for (const map of mapsAt(object, path, create)) Object.assign(map, pairs)
}
