import { labelKeyErrors, labelValueErrors } from '../../../lib/names.ts'
import type { Node } from '../../../lib/objects.ts'
import { FailedError } from '../../command.ts'

export type Taint = NonNullable<Node['spec']['taints']>[number]

/** `effect` empty: whatever its effect. */
export type Removed = Pick<Taint, 'key' | 'effect'>

export interface TaintChanges {
  add: Taint[]
  remove: Removed[]
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Reads `key=value:effect`, `key:effect`, `key:effect-` and `key-`. Throws Error in kubectl's words. */
export function parseTaints(specs: readonly string[]): TaintChanges {
  const add: Taint[] = []
  const remove: Removed[] = []
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const { key, effect } = parseTaint(spec.slice(0, -1))
      remove.push({ key, effect })
      continue
    }
    const taint = parseTaint(spec)
    if (!taint.effect) throw new Error(`invalid taint spec: ${spec}`)
    if (add.some(other => isSame(other, taint))) {
      const { key, value = '', effect } = taint
      throw new Error(`duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`)
    }
    add.push(taint)
  }
  return { add, remove }
}

function parseTaint(spec: string): Taint {
  const invalid = (errors: string[] = []) => new Error([`invalid taint spec: ${spec}`, ...errors].join(', '))
  const parts = spec.split(':')
  if (parts.length > 2) throw invalid()
  const [pair = '', effect = ''] = parts
  if (parts.length === 2 && !EFFECTS.includes(effect)) {
    throw new Error(`invalid taint effect: ${effect}, unsupported taint effect`)
  }
  const [key = '', value, more] = parts.length === 2 ? pair.split('=') : [pair]
  if (more !== undefined) throw invalid()
  const valueErrors = value === undefined ? [] : labelValueErrors(value)
  if (valueErrors.length > 0) throw invalid([valueErrors.join('; ')])
  const keyErrors = labelKeyErrors(key)
  if (keyErrors.length > 0) throw invalid([keyErrors.join('; ')])
  return value ? { key, value, effect } : { key, effect }
}

const isSame = (a: Removed, b: Removed) => a.key === b.key && a.effect === b.effect

/** Throws FailedError for a taint that is to be both added and removed. */
export function refuseContradiction({ add, remove }: TaintChanges): void {
  const both = add.flatMap(taint =>
    remove.filter(({ key, effect }) => key === taint.key && (!effect || effect === taint.effect)),
  )
  if (both.length === 0) return
  const list = both.map(({ key, effect }) => `{"${key}":"${effect}"}`).join(', ')
  throw new FailedError(`can not both modify and remove the following taint(s) in the same command: ${list}`)
}

/** The taints of a node after the changes and the word for them (k8s.io/kubectl pkg/cmd/taint). Throws FailedError. */
export function changeTaints(
  node: Node,
  { add, remove }: TaintChanges,
  overwrite: boolean,
): { taints: Taint[]; word: 'tainted' | 'untainted' | 'modified' } {
  const old = node.spec.taints ?? []
  const taken = overwrite ? [] : add.filter(taint => old.some(other => isSame(other, taint))).map(({ key }) => key)
  if (taken.length > 0) {
    const what = `already has ${taken.join(',')} taint(s) with same effect(s)`
    throw new FailedError(`node ${node.metadata.name} ${what} and --overwrite is false`)
  }
  let taints = [...add, ...old.filter(taint => !add.some(other => isSame(other, taint)))]
  const added = taints.length !== old.length
  const missing: string[] = []
  let removed = false
  for (const { key, effect } of remove) {
    const left = taints.filter(taint => taint.key !== key || (effect !== '' && taint.effect !== effect))
    removed = left.length !== taints.length
    if (!removed) missing.push(`taint "${effect ? `${key}:${effect}` : key}" not found`)
    taints = left
  }
  if (missing.length > 0) throw new FailedError(missing.length === 1 ? missing[0]! : `[${missing.join(', ')}]`)
  return { taints, word: (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted' }
}
