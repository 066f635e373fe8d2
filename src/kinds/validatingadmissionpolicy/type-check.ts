import { compileExpression, variableType } from '../../api/expressions/compiled.ts'
import type { KindDefinition, KindRegistry, Reader } from '../../api/kind.ts'
import { versionsOf } from '../../api/registry.ts'
import type { Type } from '../../lib/cel/types.ts'
import type { AdmissionRule, ValidatingAdmissionPolicy } from '../../lib/objects.ts'
import { typeOfKind } from './declared-types.ts'

type Spec = ValidatingAdmissionPolicy['spec']

/** So many kinds are looked at. */
const MOST_TYPES = 10

interface Form {
  group: string
  version: string
  kind: KindDefinition<any>
}

/** What is wrong with expressions by the types of the objects (apiserver pkg/admission/plugin/policy/validating/typechecking.go). */
export function typeWarnings(
  spec: Spec,
  { registry, read }: { registry: KindRegistry; read: Reader },
): { fieldRef: string; warning: string }[] {
  const forms = formsOf(spec.matchConstraints?.resourceRules ?? [], registry)
  const paramKind = spec.paramKind && registry.byKind(spec.paramKind.apiVersion ?? '', spec.paramKind.kind ?? '')
  const paramsType = paramKind && typeOfKind(paramKind, versionIn(spec.paramKind!.apiVersion!), read)
  const types = forms.map(({ kind, version }) => typeOfKind(kind, version, read))
  const warnings: { fieldRef: string; warning: string }[] = []
  const check = (source: string | undefined, fieldRef: string) => {
    if (!source) return
    const texts: string[] = []
    forms.forEach(({ group, version, kind }, i) => {
      const object = types[i]
      if (!object) return
      const problem = problemOf(source, spec, object, paramsType)
      if (problem !== undefined) texts.push(`${group}/${version}, Kind=${kind.names.kind}: ${problem}\n`)
    })
    if (texts.length > 0) warnings.push({ fieldRef, warning: texts.join('\n') })
  }
  ;(spec.validations ?? []).forEach(({ expression, messageExpression }, i) => {
    check(expression, `spec.validations[${i}].expression`)
    check(messageExpression, `spec.validations[${i}].messageExpression`)
  })
  return warnings
}

const versionIn = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1)

function problemOf(source: string, spec: Spec, object: Type, paramsType: Type | undefined): string | undefined {
  const scope = { object, params: paramsType !== undefined, ...(paramsType ? { paramsType } : {}), authorizer: true }
  const variables = new Map<string, Type>()
  for (const { name, expression } of spec.variables ?? []) {
    variables.set(name, variableType(compileExpression(expression, { ...scope, variables })))
  }
  return compileExpression(source, { ...scope, variables }).problem?.replace('compilation failed: ', '')
}

/** The kinds that rules name; those with a wildcard name none. In the order of group, version and kind. */
function formsOf(rules: readonly AdmissionRule[], registry: KindRegistry): Form[] {
  const found = new Map<string, Form>()
  for (const { apiGroups = [], apiVersions = [], resources = [] } of rules) {
    if ([...apiGroups, ...apiVersions].some(text => text.includes('*'))) continue
    let count = 0
    for (const group of [...apiGroups].sort()) {
      for (const version of [...apiVersions].sort()) {
        for (const resource of resources.filter(text => !/[*/]/.test(text)).sort()) {
          const kind = kindOf(group, version, resource, registry)
          if (!kind || count >= MOST_TYPES) continue
          found.set(`${group}/${version}/${kind.names.kind}`, { group, version, kind })
          count++
        }
      }
    }
  }
  return [...found.keys()].sort().map(key => found.get(key)!)
}

function kindOf(
  group: string,
  version: string,
  resource: string,
  registry: KindRegistry,
): KindDefinition<any> | undefined {
  const kind = registry.byResource(group === '' ? resource : `${resource}.${group}`)
  if (!kind || kind.hidden || kind.group !== group) return undefined
  return versionsOf(kind).includes(group === '' ? version : `${group}/${version}`) ? kind : undefined
}
