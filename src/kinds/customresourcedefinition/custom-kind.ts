import type { FieldError } from '../../api/errors.ts'
import type { Admission, KindDefinition, ServedVersion } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { describeUnstructured } from '../../lib/unstructured.ts'
import { byPriority } from '../../lib/version-priority.ts'
import { describeEventsOf } from '../event.ts'
import { check } from './check.ts'
import { columnsOf } from './columns.ts'
import { defineResource } from './definition.ts'
import { fillDefaults } from './fill.ts'
import { type CustomResourceDefinition, type Schema, schemaOf, type Version } from './types.ts'
import { Correlation } from './validation/correlation.ts'
import { brokenRules, hasRules } from './validation/obeyed-rules.ts'

const made = new WeakMap<CustomResourceDefinition, KindDefinition>()

/** Whether the cluster serves what it defines. */
export const isEstablished = ({ status }: CustomResourceDefinition): boolean =>
  (status.conditions ?? []).some(({ type, status: is }) => type === 'Established' && is === 'True')

/**
 * The kind that a CustomResourceDefinition defines, in its preferred version; undefined until it is established. Its
 * versions differ in nothing but their name (conversion None) and what they declare: objects stand in the preferred one.
 */
export function customKind(crd: CustomResourceDefinition): KindDefinition | undefined {
  if (!isEstablished(crd)) return undefined
  let kind = made.get(crd)
  if (!kind) made.set(crd, (kind = build(crd)))
  return kind
}

function build(crd: CustomResourceDefinition): KindDefinition {
  const { group, scope } = crd.spec
  const served = crd.spec.versions.filter(version => version.served).sort((a, b) => byPriority(a.name, b.name))
  const version = served[0]!
  const schema = schemaOf(version)
  const names = crd.status.acceptedNames ?? crd.spec.names
  const type = typeOf(crd, version)
  return {
    group,
    version: version.name,
    custom: true,
    versions: served.slice(1).map(other => otherVersion(crd, other)),
    scope: scope === 'Cluster' ? 'Cluster' : 'Namespaced',
    names: {
      kind: names.kind,
      plural: names.plural,
      singular: names.singular ?? names.kind.toLowerCase(),
      shortNames: [...(names.shortNames ?? [])],
      categories: [...(names.categories ?? [])],
    },
    schema: type,
    generation: 'all',
    subresources: subresourcesOf(version),
    ...(version.deprecated ? { deprecated: deprecation(crd, version) } : {}),
    fields: Object.fromEntries((version.selectableFields ?? []).map(({ jsonPath }) => selectable(jsonPath))),
    defaults: next => {
      if (schema) fillDefaults(next, schema)
    },
    validate: (next, previous, admission) => (schema ? judge(next, previous, schema, admission) : []),
    columns: () => columnsOf(version),
    describe(object, view) {
      const text = new Describe()
      describeUnstructured(text, object)
      return text.write(0, describeEventsOf(object, view)).toString()
    },
  }
}

/** By its schema, and where that says nothing of its shape, by the rules in it. */
function judge(next: KubeObject, previous: KubeObject | undefined, schema: Schema, { warn }: Admission): FieldError[] {
  const errors = check(next, schema, '', previous && new Correlation(next, previous, schema))
  if (!hasRules(schema)) return errors
  if (errors.some(isBlocking)) return [...errors, NOT_CHECKED]
  return [...errors, ...brokenRules(next, previous, schema, warn)]
}

/** What rules could stumble over (apiextensions pkg/registry/customresource/strategy.go). */
const isBlocking = ({ type, detail }: FieldError): boolean =>
  ['Required value', 'Unsupported value', 'Too long', 'Too many'].includes(type) ||
  detail.includes(' in body must be of type ')

const NOT_CHECKED: FieldError = {
  type: 'Invalid value',
  path: '<nil>',
  value: 'null',
  detail:
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
}

/** Makes a version's type known; answers its name. */
function typeOf({ metadata, spec, status }: CustomResourceDefinition, version: Version): string {
  const type = `custom/${metadata.uid}/${metadata.resourceVersion}/${version.name}`
  defineResource(type, (status.acceptedNames ?? spec.names).kind, version.name, schemaOf(version))
  return type
}

function otherVersion(crd: CustomResourceDefinition, version: Version): ServedVersion {
  return {
    version: version.name,
    schema: typeOf(crd, version),
    ...(version.deprecated ? { deprecated: deprecation(crd, version) } : {}),
    columns: () => columnsOf(version),
    toStored: object => object,
    fromStored: object => object,
  }
}

function subresourcesOf({ subresources = {} }: Version): KindDefinition['subresources'] {
  const { status, scale } = subresources
  return { ...(status ? { status: true } : {}), ...(scale ? { scale: { ...scale } } : {}) }
}

const deprecation = ({ spec }: CustomResourceDefinition, { name, deprecationWarning }: Version): string =>
  deprecationWarning ?? `${spec.group}/${name} ${spec.names.kind} is deprecated`

function selectable(path: string): [string, (object: KubeObject) => string] {
  const keys = path.split('.').slice(1)
  return [keys.join('.'), object => String(keys.reduce<any>((value, key) => value?.[key], object) ?? '')]
}
