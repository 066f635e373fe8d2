import type { KindDefinition, KindRegistry } from './kind.ts'

/** The group and plural of a kind in one word, as calls and keys use them: `pods`, `deployments.apps`. */
export const resourceOf = (kind: KindDefinition<any>): string =>
  kind.group ? `${kind.names.plural}.${kind.group}` : kind.names.plural

export const apiVersionOf = (kind: KindDefinition<any>): string =>
  kind.group ? `${kind.group}/${kind.version}` : kind.version

/** `Deployment.apps`, `Pod`: how refusals name a kind. */
export const qualifiedKind = (kind: KindDefinition<any>): string =>
  kind.group ? `${kind.names.kind}.${kind.group}` : kind.names.kind

export class Registry implements KindRegistry {
  readonly kinds: readonly KindDefinition<any>[]
  readonly #byResource = new Map<string, KindDefinition<any>>()
  readonly #byKind = new Map<string, KindDefinition<any>>()

  constructor(kinds: readonly KindDefinition<any>[]) {
    this.kinds = kinds
    for (const kind of kinds) {
      this.#byResource.set(resourceOf(kind), kind)
      this.#byKind.set(`${apiVersionOf(kind)} ${kind.names.kind}`, kind)
    }
  }

  byResource(resource: string): KindDefinition<any> | undefined {
    return this.#byResource.get(resource)
  }

  byKind(apiVersion: string, kind: string): KindDefinition<any> | undefined {
    return this.#byKind.get(`${apiVersion} ${kind}`)
  }
}
