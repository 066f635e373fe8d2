import { isMap } from '../../../lib/own.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import type { Generator, GeneratorOptions } from './generate.ts'
import type { ImageRule, ReplicaRule } from './images.ts'
import type { LabelRule } from './labels.ts'
import type { Target } from './patches.ts'

export interface PatchEntry {
  patch?: string
  path?: string
  target?: Target
}

/** A kustomization file with its old spellings made new ones. */
export interface Kustomization {
  resources: string[]
  namespace?: string
  namePrefix?: string
  nameSuffix?: string
  labels: LabelRule[]
  commonAnnotations: Record<string, string>
  images: ImageRule[]
  replicas: ReplicaRule[]
  configMapGenerator: Generator[]
  secretGenerator: Generator[]
  generatorOptions: GeneratorOptions
  patches: PatchEntry[]
}

/** What a kustomization may also say, and kubesim does not do. */
const REFUSED = [
  'buildMetadata',
  'components',
  'configurations',
  'crds',
  'generators',
  'helmChartInflationGenerator',
  'helmCharts',
  'helmGlobals',
  'openapi',
  'replacements',
  'sortOptions',
  'transformers',
  'validators',
  'vars',
]

const KNOWN: Record<string, 'text' | 'list' | 'map'> = {
  apiVersion: 'text',
  kind: 'text',
  metadata: 'map',
  resources: 'list',
  bases: 'list',
  namespace: 'text',
  namePrefix: 'text',
  nameSuffix: 'text',
  labels: 'list',
  commonLabels: 'map',
  commonAnnotations: 'map',
  images: 'list',
  replicas: 'list',
  configMapGenerator: 'list',
  secretGenerator: 'list',
  generatorOptions: 'map',
  patches: 'list',
  patchesStrategicMerge: 'list',
  patchesJson6902: 'list',
}

/** Fields of old and what replaced them. */
const OLD: Record<string, string> = {
  bases: 'resources',
  commonLabels: 'labels',
  patchesStrategicMerge: 'patches',
  patchesJson6902: 'patches',
}

/** Reads a kustomization; `warn` hears of fields that are on their way out. Throws FailedError. */
export function check(document: unknown, warn: (text: string) => void): Kustomization {
  if (!isMap(document)) throw new FailedError('invalid Kustomization: the file holds no object')
  for (const [field, value] of Object.entries(document)) {
    if (REFUSED.includes(field))
      throw new FailedError(`${PROGRAM} does not simulate ${JSON.stringify(field)} of a kustomization`)
    const kind = Object.hasOwn(KNOWN, field) ? KNOWN[field] : undefined
    if (!kind) throw new FailedError(`invalid Kustomization: json: unknown field ${JSON.stringify(field)}`)
    const fits =
      value === null ||
      (kind === 'list' ? Array.isArray(value) : kind === 'map' ? isMap(value) : typeof value === 'string')
    if (!fits) throw new FailedError(`invalid Kustomization: ${field} must be a ${kind === 'text' ? 'string' : kind}`)
    if (OLD[field]) {
      warn(
        `# Warning: '${field}' is deprecated. Please use '${OLD[field]}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.`,
      )
    }
  }
  const list = (field: string): any[] => document[field] ?? []
  return {
    resources: [...list('resources'), ...list('bases')],
    namespace: document['namespace'] ?? undefined,
    namePrefix: document['namePrefix'] ?? undefined,
    nameSuffix: document['nameSuffix'] ?? undefined,
    labels: labelRules(list('labels'), document['commonLabels'] ?? undefined),
    commonAnnotations: document['commonAnnotations'] ?? {},
    images: list('images'),
    replicas: list('replicas'),
    configMapGenerator: list('configMapGenerator'),
    secretGenerator: list('secretGenerator'),
    generatorOptions: document['generatorOptions'] ?? {},
    patches: [
      ...list('patchesStrategicMerge').map(text => (/\n|:/.test(text) ? { patch: text } : { path: text })),
      ...list('patches'),
      ...list('patchesJson6902'),
    ],
  }
}

function labelRules(rules: any[], common: Record<string, string> | undefined): LabelRule[] {
  const made = rules.map(({ pairs = {}, includeSelectors = false, includeTemplates = false, fields }) => {
    if (fields) throw new FailedError(`${PROGRAM} does not simulate "labels.fields" of a kustomization`)
    return { pairs, includeSelectors, includeTemplates }
  })
  return common ? [...made, { pairs: common, includeSelectors: true, includeTemplates: true }] : made
}
