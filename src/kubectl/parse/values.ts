import { parseGoDuration } from '../../lib/duration.ts'
import type { Flag } from '../command.ts'

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True']
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False']
/** Go's integers with base 0. */
const INTEGER = /^[+-]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/

/** The value of a flag from its text, by the flag's type. Throws Error in the words of Go's strconv and time. */
export function flagValue(flag: Flag, text: string): string | boolean | number | string[] {
  switch (flag.type) {
    case 'bool':
      if (TRUE.includes(text)) return true
      if (FALSE.includes(text)) return false
      throw invalid(flag, text, syntax('ParseBool', text))
    case 'int':
      return integer(flag, text)
    case 'duration': {
      const ms = parseGoDuration(text)
      if (ms === undefined) throw invalid(flag, text, durationError(text))
      return ms
    }
    case 'strings':
      return splitCommas(text)
    case 'array':
      return [text]
    case 'string':
      return text
  }
}

/** `-A, --all-namespaces` */
const named = (flag: Flag): string => (flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`)

const invalid = (flag: Flag, text: string, why: string): Error =>
  new Error(`invalid argument ${JSON.stringify(text)} for "${named(flag)}" flag: ${why}`)

const syntax = (parser: string, text: string, why = 'invalid syntax'): string =>
  `strconv.${parser}: parsing ${JSON.stringify(text)}: ${why}`

function integer(flag: Flag, text: string): number {
  if (!INTEGER.test(text)) throw invalid(flag, text, syntax('ParseInt', text))
  const digits = text.replace(/^[+-]/, '')
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits)
  if (!Number.isSafeInteger(value)) throw invalid(flag, text, syntax('ParseInt', text, 'value out of range'))
  return text.startsWith('-') ? -value : value
}

/** Why Go's time.ParseDuration refuses a text. */
export function durationError(text: string): string {
  const quoted = JSON.stringify(text)
  let rest = text.replace(/^[+-]/, '')
  if (rest === '') return `time: invalid duration ${quoted}`
  while (rest !== '') {
    const part = /^(\d+\.?\d*|\.\d+)([^.\d]*)/.exec(rest)
    if (!part) return `time: invalid duration ${quoted}`
    const unit = part[2]!
    if (unit === '') return `time: missing unit in duration ${quoted}`
    if (!/^(ns|us|µs|μs|ms|s|m|h)$/.test(unit))
      return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`
    rest = rest.slice(part[0].length)
  }
  return `time: invalid duration ${quoted}`
}

/** A list as pflag's StringSlice reads it: commas, with double quotes around what holds one. */
export function splitCommas(text: string): string[] {
  if (text === '') return []
  if (!text.includes('"')) return text.split(',')
  const items: string[] = []
  let item = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (quoted && char === '"' && text[i + 1] === '"') item += text[i++]
    else if (char === '"') quoted = !quoted
    else if (char === ',' && !quoted) {
      items.push(item)
      item = ''
    } else item += char
  }
  return [...items, item]
}
