import type { KindDefinition, KindRegistry } from './kind.ts'

/** The group and plural of a kind in one word, as calls and keys use them: `pods`, `deployments.apps`. */
export function resourceOf(kind: KindDefinition<any>): string {
  if (!kind.group) return kind.names.plural
  let resource = RESOURCES.get(kind)
  if (resource === undefined) {
    resource = `${kind.names.plural}.${kind.group}`
    RESOURCES.set(kind, resource)
  }
  return resource
}

/** Every call asks, and a text that is put together anew has to be hashed anew. */
const RESOURCES = new WeakMap<KindDefinition<any>, string>()

export const apiVersionOf = ({ group, version }: Pick<KindDefinition<any>, 'group' | 'version'>): string =>
  group ? `${group}/${version}` : version

/** Every apiVersion in which a kind is served, the stored one first. */
export const versionsOf = (kind: KindDefinition<any>): string[] =>
  [kind, ...(kind.versions ?? [])].map(({ version }) => apiVersionOf({ group: kind.group, version }))

/** `Deployment.apps`, `Pod`: how refusals name a kind. */
export const qualifiedKind = (kind: KindDefinition<any>): string =>
  kind.group ? `${kind.names.kind}.${kind.group}` : kind.names.kind

/** Kinds that stand in the cluster as objects (CustomResourceDefinitions). */
export interface CustomKinds {
  all(): readonly KindDefinition<any>[]
  byResource(resource: string): KindDefinition<any> | undefined
  byKind(group: string, kind: string): KindDefinition<any> | undefined
}

export class Registry implements KindRegistry {
  readonly #builtIn: readonly KindDefinition<any>[]
  /** What somebody has looked for; a command asks for five kinds of fifty. Null: none of the built-in ones. */
  readonly #byResource = new Map<string, KindDefinition<any> | null>()
  /** By apiVersion, then kind. */
  readonly #byKind = new Map<string, Map<string, KindDefinition<any> | null>>()
  readonly #custom: CustomKinds | undefined
  readonly judges: readonly KindDefinition<any>[]

  constructor(kinds: readonly KindDefinition<any>[], custom?: CustomKinds) {
    this.#builtIn = kinds
    this.#custom = custom
    this.judges = kinds.filter(kind => kind.admit)
  }

  get kinds(): readonly KindDefinition<any>[] {
    const custom = this.#custom?.all() ?? []
    return custom.length > 0 ? [...this.#builtIn, ...custom] : this.#builtIn
  }

  byResource(resource: string): KindDefinition<any> | undefined {
    let known = this.#byResource.get(resource)
    if (known === undefined) {
      known =
        this.#builtIn.find(kind => resource.startsWith(kind.names.plural) && resourceOf(kind) === resource) ?? null
      this.#byResource.set(resource, known)
    }
    return known ?? this.#custom?.byResource(resource)
  }

  byKind(apiVersion: string, kind: string): KindDefinition<any> | undefined {
    let kinds = this.#byKind.get(apiVersion)
    if (!kinds) this.#byKind.set(apiVersion, (kinds = new Map()))
    let known = kinds.get(kind)
    if (known === undefined) {
      known = this.#builtIn.find(each => each.names.kind === kind && versionsOf(each).includes(apiVersion)) ?? null
      kinds.set(kind, known)
    }
    if (known) return known
    const [group, version] = apiVersion.split('/') as [string, string?]
    const custom = version === undefined ? undefined : this.#custom?.byKind(group, kind)
    return custom && [custom, ...(custom.versions ?? [])].some(each => each.version === version) ? custom : undefined
  }

  otherVersion(resource: string) {
    const [plural, version, ...group] = resource.split('.')
    const kind = version === undefined ? undefined : this.byResource([plural, ...group].join('.'))
    const other = kind?.versions?.find(each => each.version === version)
    return other && { kind: kind!, other }
  }
}
