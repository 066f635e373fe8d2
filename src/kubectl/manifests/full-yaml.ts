import type { Document, ParsedNode, ScalarTag, YAMLError } from 'yaml'
import { isCollection, parseDocument, visit } from 'yaml'
import { isMap, put } from '../../lib/own.ts'
import { resolvePlain } from './plain.ts'
import { goYamlError, YamlError } from './yaml-errors.ts'

/** The whole of YAML, by the yaml package, with Go's reading of plain scalars and Go's wording of errors. */

const plain: ScalarTag = {
  tag: 'tag:yaml.org,2002:plain',
  default: true,
  test: /^[\s\S]*$/,
  resolve: text => resolvePlain(text),
}

const typed = (name: string, accepts: (value: unknown) => boolean): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  resolve: (text, onError) => {
    const value = resolvePlain(text)
    if (!accepts(value)) onError(`cannot decode \`${text}\` as a !!${name}`)
    return value
  },
})

const binary: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve: text => Buffer.from(text, 'base64').toString('utf8'),
}

const TAGS: ScalarTag[] = [
  plain,
  typed('null', value => value === null),
  typed('bool', value => typeof value === 'boolean'),
  typed('int', value => Number.isInteger(value)),
  typed('float', value => typeof value === 'number'),
  binary,
]

/** Aliases may repeat this many nodes in all; beyond that the text is a bomb. */
const MAX_ALIASES = 100_000

/** What go-yaml's reader refuses before it parses. */
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/

export function readFullYaml(text: string): unknown {
  if (CONTROL.test(text)) throw new YamlError('yaml: control characters are not allowed')
  const document = parseDocument<ParsedNode>(text, {
    schema: 'failsafe',
    customTags: tags => [...tags, ...TAGS],
    merge: true,
    uniqueKeys: false,
    stringKeys: false,
    prettyErrors: true,
    logLevel: 'silent',
  })
  const wrong = document.errors[0] ?? document.warnings.find(isFatal)
  if (wrong) throw new YamlError(goYamlError(wrong, text))
  try {
    refuseLoops(document)
    return jsonKeys(document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES }), new Map())
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    if (/Excessive alias count/.test(error.message)) throw new YamlError('yaml: document contains excessive aliasing')
    const name = /: (.*)$/.exec(error.message)?.[1] ?? ''
    throw new YamlError(`yaml: unknown anchor '${name}' referenced`)
  }
}

/** A value that its own tag refuses. */
const isFatal = (warning: YAMLError): boolean => warning.message.startsWith('cannot decode')

/** An alias inside of what it stands for. */
function refuseLoops(document: Document.Parsed): void {
  visit(document, {
    Alias(_, { source }, path) {
      if (path.some(node => isCollection(node) && node.anchor === source)) {
        throw new YamlError(`yaml: anchor '${source}' value contains itself`)
      }
    },
  })
}

/** Maps as objects: keys become text as they do in JSON. Shared parts (aliases) stay shared. */
function jsonKeys(value: unknown, done: Map<unknown, unknown>): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new YamlError(`json: unsupported value: ${goFloat(value)}`)
  if (typeof value !== 'object' || value === null) return value
  const known = done.get(value)
  if (known !== undefined) return known
  if (Array.isArray(value)) {
    const list: unknown[] = []
    done.set(value, list)
    for (const item of value) list.push(jsonKeys(item, done))
    return list
  }
  const map: Record<string, unknown> = {}
  done.set(value, map)
  const entries = value instanceof Map ? value.entries() : Object.entries(value)
  for (const [key, item] of entries) {
    if (isMap(key) || Array.isArray(key)) throw new YamlError('yaml: invalid map key')
    put(map, String(key), jsonKeys(item, done))
  }
  return map
}

const goFloat = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf')
