import type { KindDefinition } from '../api/kind.ts'
import { apiVersionOf, resourceOf } from '../api/registry.ts'
import type { Resource } from './client.ts'

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** A kind as discovery tells it, in one of its versions. Most commands ask for all and look at one: nothing is told unasked. */
class ServedResource implements Resource {
  readonly #definition: KindDefinition<any>
  readonly version: string
  readonly preferred: boolean

  constructor(definition: KindDefinition<any>, version: string, preferred: boolean) {
    this.#definition = definition
    this.version = version
    this.preferred = preferred
  }

  get group(): string {
    return this.#definition.group
  }

  get kind(): string {
    return this.#definition.names.kind
  }

  get plural(): string {
    return this.#definition.names.plural
  }

  get singular(): string {
    return this.#definition.names.singular
  }

  get shortNames(): readonly string[] {
    return this.#definition.names.shortNames ?? []
  }

  get categories(): readonly string[] {
    return this.#definition.names.categories ?? []
  }

  get namespaced(): boolean {
    return this.#definition.scope === 'Namespaced'
  }

  get verbs(): string[] {
    const without: readonly string[] = this.#definition.without ?? []
    return VERBS.filter(verb => !without.includes(verb))
  }

  get subresources(): string[] {
    const { subresources = {}, connect = {} } = this.#definition
    return [...Object.keys(subresources), ...Object.keys(connect)].sort()
  }

  get resource(): string {
    return this.preferred ? this.groupResource : `${this.plural}.${this.version}.${this.group}`
  }

  get groupResource(): string {
    return resourceOf(this.#definition)
  }

  get apiVersion(): string {
    return apiVersionOf(this)
  }
}

/** Of every kind that is told of, every version, the preferred one first. */
export function servedResources(kinds: readonly KindDefinition<any>[]): Resource[] {
  const served: Resource[] = []
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]!
    if (kind.hidden) continue
    served.push(new ServedResource(kind, kind.version, true))
    if (kind.versions) for (const { version } of kind.versions) served.push(new ServedResource(kind, version, false))
  }
  return served
}
