import type { Io } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { keyValues } from '../create/key-sources.ts'
import type { Resource } from './resource.ts'

export interface GeneratorOptions {
  labels?: Record<string, string>
  annotations?: Record<string, string>
  disableNameSuffixHash?: boolean
  immutable?: boolean
}

export interface Generator {
  name: string
  namespace?: string
  behavior?: 'create' | 'replace' | 'merge'
  literals?: string[]
  files?: string[]
  envs?: string[]
  env?: string
  /** Secrets only. */
  type?: string
  options?: GeneratorOptions
}

const isText = (bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes)

/** The ConfigMap or Secret that a generator makes; files are looked for in `folder`. */
export async function generated(
  io: Io,
  folder: string,
  kind: 'ConfigMap' | 'Secret',
  generator: Generator,
  common: GeneratorOptions,
): Promise<any> {
  const { name, namespace, literals = [], files = [], envs = [], env } = generator
  const inside = { io: { ...io, cwd: folder } }
  const values = [
    ...(await keyValues(inside, {
      'from-env-file': [...envs, ...(env ? [env] : [])],
      'from-file': [],
      'from-literal': [],
    })),
    ...(await keyValues(inside, { 'from-env-file': [], 'from-file': files, 'from-literal': literals })),
  ]
  const data: Record<string, string> = {}
  const binaryData: Record<string, string> = {}
  for (const { key, value } of values) {
    if (Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) {
      throw new FailedError(`configmap generator: cannot add key ${key}, another key by that name already exists`)
    }
    if (kind === 'Secret') data[key] = value.toString('base64')
    else if (isText(value)) data[key] = value.toString('utf8')
    else binaryData[key] = value.toString('base64')
  }
  const options = merged(common, generator.options)
  const metadata = {
    name,
    ...(namespace ? { namespace } : {}),
    ...(options.labels ? { labels: { ...options.labels } } : {}),
    ...(options.annotations ? { annotations: { ...options.annotations } } : {}),
  }
  return {
    apiVersion: 'v1',
    kind,
    metadata,
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
    ...(kind === 'Secret' ? { type: generator.type ?? 'Opaque' } : {}),
    ...(options.immutable ? { immutable: true } : {}),
  }
}

export const isHashed = (generator: Generator, common: GeneratorOptions): boolean =>
  !merged(common, generator.options).disableNameSuffixHash

const merged = (common: GeneratorOptions, own: GeneratorOptions = {}): GeneratorOptions => ({
  ...common,
  ...own,
  ...(common.labels || own.labels ? { labels: { ...common.labels, ...own.labels } } : {}),
  ...(common.annotations || own.annotations ? { annotations: { ...common.annotations, ...own.annotations } } : {}),
})

/** Adds what was generated, or lays it over what an earlier layer made. */
export function absorb(resources: Resource[], object: any, { behavior = 'create' }: Generator, hashed: boolean): void {
  const known = resources.find(
    each =>
      each.object.kind === object.kind &&
      [each.object.metadata, ...each.before].some(id => id?.name === object.metadata.name),
  )
  if (behavior === 'create') {
    if (known) {
      throw new FailedError(
        `id ${object.kind}.v1.[noGrp]/${object.metadata.name}.[noNs] exists; behavior must be merge or replace`,
      )
    }
    resources.push({ object, before: [], hashed })
    return
  }
  if (!known) {
    throw new FailedError(
      `id ${object.kind}.v1.[noGrp]/${object.metadata.name}.[noNs] does not exist; cannot merge or replace`,
    )
  }
  const { metadata } = known.object
  const data = behavior === 'merge' ? { ...known.object.data, ...object.data } : object.data
  known.object = {
    ...known.object,
    ...object,
    ...(data ? { data } : {}),
    metadata: { ...object.metadata, ...metadata },
  }
  known.hashed ||= hashed
}
