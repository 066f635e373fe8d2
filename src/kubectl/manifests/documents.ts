import { isOverflow, TOO_DEEP, tooDeep } from './depth.ts'
import { scanJson, UNEXPECTED_EOF } from '../../lib/json-scan.ts'
import { parseYaml, YamlError } from './yaml.ts'

/**
 * The documents of a text, one after the other: JSON values, or YAML documents between lines of `---`, as apimachinery's
 * YAMLOrJSONDecoder takes them apart. Empty documents are left out. Throws SyntaxError for what cannot be read.
 */
export async function* documents(text: string): AsyncGenerator<unknown> {
  let rest = text.startsWith('\ufeff') ? text.slice(1) : text
  let jsonProblem: string | undefined
  if (rest.trimStart()[0] === '{') {
    const only = oneJson(rest)
    if (only !== undefined) {
      if (tooDeep(only, rest)) throw new SyntaxError(`json: ${TOO_DEEP}`)
      yield only
      return
    }
    for (let count = 0; ; count++) {
      const scanned = shallow(() => scanJson(rest))
      if (!scanned) return
      if (scanned.end === undefined) {
        jsonProblem =
          scanned.error === UNEXPECTED_EOF ? UNEXPECTED_EOF : `json: offset ${scanned.offset}: ${scanned.error}`
        if (count > 1) throw new SyntaxError(jsonProblem)
        break
      }
      const value = JSON.parse(rest.slice(0, scanned.end))
      if (tooDeep(value, rest)) throw new SyntaxError(`json: ${TOO_DEEP}`)
      if (value !== null) yield value
      rest = rest.slice(scanned.end)
    }
    // What began like JSON may go on as YAML, or be a YAML flow map from the start.
    rest = rest.replace(/^[^\S\n]*\n?/, '')
  }
  for (const chunk of chunks(rest)) {
    let value: unknown
    try {
      value = await parseYaml(chunk)
    } catch (error) {
      if (isOverflow(error)) throw new SyntaxError(`error converting YAML to JSON: yaml: ${TOO_DEEP}`)
      if (!(error instanceof YamlError)) throw error
      throw new SyntaxError(jsonProblem ?? `error converting YAML to JSON: ${error.message}`)
    }
    if (tooDeep(value, chunk)) throw new SyntaxError(`error converting YAML to JSON: yaml: ${TOO_DEEP}`)
    jsonProblem = undefined
    if (value !== null) yield value
  }
}

/** Most files of JSON are one object, which Node reads fastest; undefined for all others. */
function oneJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function shallow<T>(scan: () => T): T {
  try {
    return scan()
  } catch (error) {
    throw isOverflow(error) ? new SyntaxError(`json: ${TOO_DEEP}`) : error
  }
}

/** YAML documents as text. A separator before the first line stays, so that errors count its line. */
function* chunks(text: string): Generator<string> {
  let chunk: string[] = []
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (line.startsWith('---')) {
      const behind = line.slice(3).trim()
      if (behind !== '' && behind[0] !== '#') throw new SyntaxError(`invalid Yaml document separator: ${behind}`)
      if (chunk.length > 0) {
        yield `${chunk.join('\n')}\n`
        chunk = []
        continue
      }
    }
    chunk.push(line)
  }
  const last = chunk.join('\n')
  if (last.trim() !== '') yield last.endsWith('\n') ? last : `${last}\n`
}
