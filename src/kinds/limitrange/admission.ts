import { forbidden } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Container, LimitRange, PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { type Amounts, formatAmount, podLimits, podRequests } from '../../lib/pod-resources.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { within } from '../../lib/term.ts'

const RESOURCE = 'limitranges'
const ANNOTATION = 'kubernetes.io/limit-ranger'

type Quantities = Record<string, string>
type Item = {
  type: string
  min?: Quantities
  max?: Quantities
  default?: Quantities
  defaultRequest?: Quantities
  maxLimitRequestRatio?: Quantities
}

function rangesOf(namespace: string, read: Reader): LimitRange[] {
  return read.tally(within('limits', namespace)) === 0 ? [] : read.list<LimitRange>(RESOURCE, namespace)
}

/** Admission plugin LimitRanger: containers that do not say what they need get the namespace's defaults. */
export function fillLimits({ metadata, spec }: Pod, read: Reader): void {
  for (const { spec: range } of rangesOf(metadata.namespace!, read)) {
    const set: string[] = []
    for (const item of range.limits as Item[]) {
      if (item.type !== 'Container') continue
      for (const container of spec.containers) set.push(...fill(container, item, 'container'))
      for (const container of spec.initContainers ?? []) set.push(...fill(container, item, 'init container'))
    }
    if (set.length === 0) continue
    metadata.annotations = { ...metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${set.join('; ')}` }
  }
}

function fill(container: Container, item: Item, what: string): string[] {
  const told: string[] = []
  const one = (side: 'requests' | 'limits', values: Quantities | undefined) => {
    const own = { ...(container.resources?.[side] as Quantities | undefined) }
    const missing = Object.keys(values ?? {})
      .filter(name => own[name] === undefined)
      .sort()
    if (missing.length === 0) return
    for (const name of missing) own[name] = values![name]!
    container.resources = { ...container.resources, [side]: own }
    told.push(`${missing.join(', ')} ${side.slice(0, -1)} for ${what} ${container.name}`)
  }
  const limits = container.resources?.limits
  one('requests', item.defaultRequest)
  if (limits !== undefined || item.default) one('limits', item.default)
  return told
}

/** Admission plugin LimitRanger: refuses a Pod that is out of bounds. Throws Forbidden. */
export function checkLimits({ metadata, spec }: Pod, read: Reader): void {
  for (const { spec: range } of rangesOf(metadata.namespace!, read)) {
    const wrong: string[] = []
    for (const item of range.limits as Item[]) {
      if (item.type === 'Container') {
        for (const { resources } of [...spec.containers, ...(spec.initContainers ?? [])]) {
          wrong.push(
            ...outOfBounds(item, (resources?.requests ?? {}) as Quantities, (resources?.limits ?? {}) as Quantities),
          )
        }
      } else if (item.type === 'Pod') {
        wrong.push(...outOfBounds(item, texts(podRequests(spec)), texts(podLimits(spec))))
      }
    }
    refuse('pods', metadata.name, wrong)
  }
}

/** The same for a claim's storage. */
export function checkClaim({ metadata, spec }: PersistentVolumeClaim, read: Reader): void {
  for (const { spec: range } of rangesOf(metadata.namespace!, read)) {
    const wrong: string[] = []
    for (const item of range.limits as Item[]) {
      if (item.type !== 'PersistentVolumeClaim') continue
      const requests = (spec.resources?.requests ?? {}) as Quantities
      for (const name in item.min) wrong.push(...below(item, name, item.min[name]!, requests, {}))
      for (const name in item.max) {
        if (over(requests[name], item.max[name])) {
          wrong.push(`maximum ${name} usage per ${item.type} is ${item.max[name]}, but request is ${requests[name]}`)
        }
      }
    }
    refuse('persistentvolumeclaims', metadata.name, wrong)
  }
}

function refuse(resource: string, name: string, wrong: string[]): void {
  const all = [...new Set(wrong)]
  if (all.length > 0) throw forbidden(resource, name, all.length === 1 ? all[0]! : `[${all.join(', ')}]`)
}

const texts = (sums: Amounts): Quantities =>
  Object.fromEntries([...sums].map(([name, amount]) => [name, formatAmount(name, amount)]))

const over = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && parseQuantity(a)! > parseQuantity(b)!

/** What is wrong, in the words of plugin/pkg/admission/limitranger. */
export function outOfBounds(item: Item, requests: Quantities, limits: Quantities): string[] {
  const wrong: string[] = []
  const names = (side: Quantities | undefined) => Object.keys(side ?? {}).sort()
  for (const name of names(item.min)) wrong.push(...below(item, name, item.min![name]!, requests, limits))
  for (const name of names(item.max)) wrong.push(...above(item, name, item.max![name]!, requests, limits))
  for (const name of names(item.maxLimitRequestRatio)) {
    wrong.push(...apart(item, name, item.maxLimitRequestRatio![name]!, requests, limits))
  }
  return wrong
}

function below({ type }: Item, name: string, bound: string, requests: Quantities, limits: Quantities): string[] {
  const rule = `minimum ${name} usage per ${type} is ${bound}`
  if (requests[name] === undefined) return [`${rule}.  No request is specified`]
  if (over(bound, requests[name])) return [`${rule}, but request is ${requests[name]}`]
  return over(bound, limits[name]) ? [`${rule}, but limit is ${limits[name]}`] : []
}

function above({ type }: Item, name: string, bound: string, requests: Quantities, limits: Quantities): string[] {
  const rule = `maximum ${name} usage per ${type} is ${bound}`
  if (limits[name] === undefined) return [`${rule}.  No limit is specified`]
  if (over(limits[name], bound)) return [`${rule}, but limit is ${limits[name]}`]
  return over(requests[name], bound) ? [`${rule}, but request is ${requests[name]}`] : []
}

function apart({ type }: Item, name: string, bound: string, requests: Quantities, limits: Quantities): string[] {
  const rule = `${name} max limit to request ratio per ${type} is ${bound}`
  const request = parseQuantity(requests[name] ?? '0')!
  const limit = parseQuantity(limits[name] ?? '0')!
  if (request === 0) return [`${rule}, but no request is specified or request is 0`]
  if (limit === 0) return [`${rule}, but no limit is specified or limit is 0`]
  const ratio = limit / request
  return ratio > parseQuantity(bound)! ? [`${rule}, but provided ratio is ${ratio.toFixed(6)}`] : []
}
