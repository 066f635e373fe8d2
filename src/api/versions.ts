import { clone } from '../lib/clone.ts'
import type { KubeObject } from '../lib/objects.ts'
import { isMap } from '../lib/own.ts'
import type { Call, Reply, Table, WatchEvent } from './call.ts'
import { ApiError, badRequest } from './errors.ts'
import type { KindDefinition, ServedVersion } from './kind.ts'
import { apiVersionOf, resourceOf } from './registry.ts'
import { decode } from './schema/decode.ts'
import { applyPatch } from './schema/patch.ts'
import { undeclared } from './schema/undeclared.ts'
import type { Server } from './server.ts'
import { tableOf } from './table.ts'
import { unsupportedMediaType } from './verbs/patch.ts'

/**
 * A call in another version than the stored one: what it brings is converted, the kind's own version is asked, and what comes
 * back is converted again. Who owns which field is told in the stored version's words.
 */
export class Conversation {
  readonly #server: Server
  readonly #kind: KindDefinition<any>
  readonly #other: ServedVersion
  readonly #apiVersion: string
  readonly #warnings: string[]

  constructor(server: Server, kind: KindDefinition<any>, other: ServedVersion) {
    this.#server = server
    this.#kind = kind
    this.#other = other
    this.#apiVersion = apiVersionOf({ ...kind, version: other.version })
    this.#warnings = other.deprecated ? [other.deprecated] : []
  }

  /** `call`: as it was made, of somebody who may. */
  answer(call: Call): Reply {
    try {
      const { body, warnings, ...reply } = this.#server.handle(this.#asked(call))
      return { ...reply, body: this.#spoken(body, call), warnings: this.#together(warnings) }
    } catch (error) {
      if (error instanceof ApiError) error.warnings = this.#together(error.warnings)
      throw error
    }
  }

  #together(warnings: readonly string[]): string[] {
    return [...this.#warnings, ...warnings.filter(text => text !== this.#kind.deprecated)]
  }

  #asked(call: Call): Call {
    const own: Call = { ...call, resource: resourceOf(this.#kind), user: undefined }
    const { verb, subresource, query = {} } = call
    if (subresource !== undefined && subresource !== 'status') return own
    if (verb === 'create' || verb === 'update') return { ...own, body: this.#decoded(call) }
    if (verb !== 'patch') return own
    if (query.patchType === 'apply') return { ...own, body: this.#configuration(call) }
    return { ...own, verb: 'update', body: this.#patched(call, own) }
  }

  #decoded({ body, query }: Call): KubeObject {
    const { object, unknown } = decode(this.#other.schema, body, query?.fieldValidation ?? 'Warn')
    const { kind, apiVersion } = body as KubeObject
    if (kind && (kind !== this.#kind.names.kind || apiVersion !== this.#apiVersion)) {
      throw badRequest(`the object provided is unrecognized (must be of type ${this.#kind.names.kind})`)
    }
    object.metadata ??= {} as KubeObject['metadata']
    this.#warnings.push(...unknown)
    return this.#toStored(object)
  }

  #patched({ body, query = {} }: Call, own: Call): KubeObject {
    const { patchType: type = 'strategic', fieldValidation = 'Warn' } = query
    if (type === 'apply' || (type === 'strategic' && this.#kind.custom)) throw unsupportedMediaType()
    const current = this.#server.handle({
      ...own,
      verb: 'get',
      subresource: undefined,
      query: undefined,
      body: undefined,
    })
    const { object, unknown } = applyPatch(
      this.#other.schema,
      this.#fromStored(current.body),
      body,
      type,
      fieldValidation,
    )
    this.#warnings.push(...unknown)
    return this.#toStored(object)
  }

  #configuration({ body }: Call): unknown {
    if (!isMap(body) || body['kind'] !== this.#kind.names.kind) return body
    if (body['apiVersion'] !== this.#apiVersion) {
      throw badRequest(
        `Incorrect version specified in apply patch. Specified patch version: ${body['apiVersion']}, expected: ${this.#apiVersion}`,
      )
    }
    const problem = undeclared(this.#other.schema, body)
    if (problem !== undefined) throw new ApiError('', `failed to create typed patch object: ${problem}`)
    return this.#toStored(clone(body) as unknown as KubeObject)
  }

  #toStored(object: KubeObject): KubeObject {
    return { ...this.#other.toStored(object), apiVersion: apiVersionOf(this.#kind), kind: this.#kind.names.kind }
  }

  #fromStored(object: KubeObject): KubeObject {
    return { ...this.#other.fromStored(clone(object)), apiVersion: this.#apiVersion, kind: this.#kind.names.kind }
  }

  /** An answer's objects in the version that was asked for. */
  #spoken(body: any, { verb, as }: Call): unknown {
    if (verb === 'watch') return { ...body, events: body.events.map((event: WatchEvent) => this.#event(event, as)) }
    if (as === 'table') return this.#table(body)
    if (Array.isArray(body?.items)) {
      const items = body.items.map((item: KubeObject) => this.#fromStored(item))
      return { ...body, apiVersion: this.#apiVersion, items }
    }
    return body?.kind === this.#kind.names.kind ? this.#fromStored(body) : body
  }

  #event(event: WatchEvent, as: Call['as']): WatchEvent {
    const object = as === 'table' ? this.#table(event.object as any) : this.#fromStored(event.object)
    return { ...event, object: object as KubeObject }
  }

  #table({ metadata, ...table }: Table): Table {
    const objects = table.rows.map(row => row.object)
    const { columns, rows } = this.#other.columns ? tableOf(this.#server, this.#other.columns(), objects) : table
    return { ...table, metadata, columns, rows: rows.map(row => ({ ...row, object: this.#fromStored(row.object) })) }
  }
}
