/** Label selectors: the text form (`app=web,tier in (a,b)`) and the object form. Modelled on apimachinery's pkg/labels. */
import { labelKeyErrors, labelValueErrors } from './names.ts'
import type { LabelSelector, Labels } from './objects.ts'
import { tokens } from './selector-tokens.ts'

export type Operator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

export interface Requirement {
  key: string
  op: Operator
  /** Sorted. */
  values: string[]
}

/** All must hold. `nothing` matches no object at all. */
export interface Selector {
  requirements: Requirement[]
  nothing?: true
}

const VALUE_OPERATORS = ['in', 'notin', '=', '==', '!=', 'gt', 'lt']
const SPELLED: Record<string, Operator> = { '>': 'gt', '<': 'lt' }

/** Throws Error with the parser's words, for example `unable to parse requirement: found 'prod' expected: '('`. */
export function parseSelector(text: string): Selector {
  const words = tokens(text)
  let at = 0
  const next = () => words[at++]!
  const requirements: Requirement[] = []

  const list = (): string[] => {
    const open = next()
    if (open.text !== '(') throw new Error(`found '${open.text}' expected: '('`)
    const values = new Set<string>()
    const first = words[at]!
    if (first.text === ')') {
      at++
      return []
    }
    if (!first.word && first.text !== ',') throw new Error(`found '${first.text}', expected: ',', ')' or identifier`)
    for (;;) {
      const item = next()
      if (item.word) {
        values.add(item.text)
        const after = words[at]!
        if (after.text === ')') break
        if (after.text !== ',' || after.word) throw new Error(`found '${after.text}', expected: ',' or ')'`)
      } else if (item.text === ',') {
        if (values.size === 0) values.add('')
        const after = words[at]!
        if (after.text === ')') {
          values.add('')
          break
        }
        if (after.text === ',') {
          at++
          values.add('')
        }
      } else throw new Error(`found '${item.text}', expected: ',', or identifier`)
    }
    at++
    return [...values].sort()
  }

  const exact = (): string => {
    const value = words[at]!
    if (value.end || value.text === ',') return ''
    at++
    if (!value.word) throw new Error(`found '${value.text}', expected: identifier`)
    return value.text
  }

  const requirement = (): Requirement => {
    let key = next()
    const absent = key.text === '!' && !key.word
    if (absent) key = next()
    if (!key.word) throw new Error(`found '${key.text}', expected: identifier`)
    const errors = labelKeyErrors(key.text)
    if (errors.length > 0) throw new Error(`<nil>: Invalid value: ${JSON.stringify(key.text)}: ${errors.join('; ')}`)
    const after = words[at]!
    if (absent || after.end || after.text === ',') {
      return { key: key.text, op: absent ? '!' : 'exists', values: [] }
    }
    at++
    if (!VALUE_OPERATORS.includes(after.text) && !SPELLED[after.text]) {
      throw new Error(`found '${after.text}', expected: ${VALUE_OPERATORS.join(', ')}`)
    }
    const op = SPELLED[after.text] ?? (after.text as Operator)
    const values = op === 'in' || op === 'notin' ? list() : [exact()]
    return checked({ key: key.text, op, values })
  }

  for (;;) {
    const first = words[at]!
    if (first.end) break
    if (!first.word && first.text !== '!') {
      throw new Error(`found '${first.text}', expected: !, identifier, or 'end of string'`)
    }
    try {
      requirements.push(requirement())
    } catch (error) {
      throw new Error(`unable to parse requirement: ${(error as Error).message}`)
    }
    const after = next()
    if (after.end) break
    if (after.text !== ',') throw new Error(`found '${after.text}', expected: ',' or 'end of string'`)
    const more = words[at]!
    if (!more.word && more.text !== '!') throw new Error(`found '${more.text}', expected: identifier after ','`)
  }
  return { requirements: byKey(requirements) }
}

const byKey = (list: Requirement[]) => list.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

function checked(requirement: Requirement): Requirement {
  const { key, op, values } = requirement
  const errors: string[] = []
  const complain = (path: string, value: string, why: string) => errors.push(`${path}: Invalid value: ${value}: ${why}`)
  if ((op === 'in' || op === 'notin') && values.length === 0) {
    complain('values', '[]', "for 'in', 'notin' operators, values set can't be empty")
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if ((op === 'gt' || op === 'lt') && !/^[+-]?[0-9]+$/.test(value)) {
      complain(`values[${i}]`, JSON.stringify(value), "for 'Gt', 'Lt' operators, the value must be an integer")
    }
    const wrong = labelValueErrors(value)
    if (wrong.length > 0) complain(`values[${i}][${key}]`, JSON.stringify(value), wrong.join('; '))
  }
  if (errors.length > 0) throw new Error(errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`)
  return requirement
}

function holds({ op, values }: Requirement, value: string | undefined): boolean {
  switch (op) {
    case '=':
    case '==':
      return value === values[0]
    case '!=':
      return value !== values[0]
    case 'in':
      return value !== undefined && values.includes(value)
    case 'notin':
      return value === undefined || !values.includes(value)
    case 'exists':
      return value !== undefined
    case '!':
      return value === undefined
    default: {
      if (value === undefined || !/^[+-]?[0-9]+$/.test(value)) return false
      return op === 'gt' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0])
    }
  }
}

export function matches(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.nothing) return false
  const list = selector.requirements
  for (let i = 0; i < list.length; i++) {
    // What an object inherits (`constructor`) is no label.
    const value = labels?.[list[i]!.key]
    if (!holds(list[i]!, typeof value === 'string' ? value : undefined)) return false
  }
  return true
}

/** A Service's or replication controller's selector: every pair must be there. Undefined and empty match nothing. */
export function matchesLabels(map: Labels | undefined, labels: Labels | undefined): boolean {
  let any = false
  for (const key in map) {
    if (labels?.[key] !== map[key]) return false
    any = true
  }
  return any
}

const EXPRESSIONS: Record<string, Operator> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' }

/** The object form: undefined matches nothing, `{}` everything. Throws Error on an unknown operator. */
export function labelSelector(selector: LabelSelector | undefined): Selector {
  if (!selector) return { requirements: [], nothing: true }
  const requirements: Requirement[] = []
  for (const key in selector.matchLabels) {
    requirements.push({ key, op: '=', values: [selector.matchLabels[key]!] })
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const op = EXPRESSIONS[operator]
    if (!op) throw new Error(`${JSON.stringify(operator)} is not a valid label selector operator`)
    requirements.push({ key, op, values: [...(values ?? [])].sort() })
  }
  return { requirements: requirements.length > 1 ? byKey(requirements) : requirements }
}

function requirementText({ key, op, values }: Requirement): string {
  switch (op) {
    case 'exists':
      return key
    case '!':
      return `!${key}`
    case 'in':
    case 'notin':
      return `${key} ${op} (${values.join(',')})`
    case 'gt':
      return `${key}>${values[0]}`
    case 'lt':
      return `${key}<${values[0]}`
    default:
      return key + op + values[0]
  }
}

/**
 * `app=web,tier in (a,b)`. A Selector without requirements is the empty text; an object form without them (or none)
 * is `<none>`, as kubectl prints it.
 */
export function formatSelector(selector: Selector | LabelSelector | undefined): string {
  if (selector && 'requirements' in selector) return selector.requirements.map(requirementText).join(',')
  return labelSelector(selector).requirements.map(requirementText).join(',') || '<none>'
}

/** `a=b,c=d`, sorted by key; `none` when there are no labels. */
export function formatLabels(labels: Labels | undefined, none = '<none>'): string {
  const pairs = Object.keys(labels ?? {}).sort()
  return pairs.length === 0 ? none : pairs.map(key => `${key}=${labels![key]}`).join(',')
}

export interface FieldTerm {
  path: string
  op: '=' | '!='
  value: string
}

/** `status.phase!=Running,metadata.name=web`; `==` is `=`; a backslash escapes comma, equals sign and itself. Throws Error. */
export function parseFieldSelector(text: string): FieldTerm[] {
  const terms: FieldTerm[] = []
  for (const term of splitTerms(text)) {
    const found = /^((?:\\.|[^\\=!]|!(?!=))*)(!=|==|=)(.*)$/s.exec(term)
    if (!found) throw new Error(`invalid selector: '${text}'; can't understand '${term}'`)
    terms.push({ path: found[1]!, op: found[2] === '!=' ? '!=' : '=', value: found[3]!.replace(/\\([\\,=])/g, '$1') })
  }
  return terms
}

function splitTerms(text: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === '\\') i++
    else if (i === text.length || text[i] === ',') {
      if (i > start) terms.push(text.slice(start, i))
      start = i + 1
    }
  }
  if (start < text.length) terms.push(text.slice(start))
  return terms
}
