import type { Document, FieldDocument } from './document.ts'

/** How wide descriptions may be, their indent included. */
const WIDTH = 80

/** What explain prints below GROUP, KIND and VERSION; `asked` is the field that the path led to (none: the kind itself). */
export function render(document: Document, asked: FieldDocument | undefined, recursive: boolean): string {
  let text = ''
  if (asked) {
    text += `FIELD: ${asked.name} <${document.type}>\n`
    if (asked.enum.length > 0) text += `ENUM:\n${asked.enum.map(value => `    ${value}\n`).join('')}\n`
    else text += '\n\n'
  }
  const descriptions = [asked?.description, document.description].filter(each => each)
  text += `DESCRIPTION:\n${descriptions.length > 0 ? descriptions.map(each => wrapped(each!)).join('') : wrapped('<empty>')}    \n`
  if (document.fields.length === 0) return text
  text += 'FIELDS:\n'
  return text + (recursive ? tree(document, 1, new Set()) : document.fields.map(described).join(''))
}

const headline = ({ name, required }: FieldDocument, type: Document, indent: string): string =>
  `${indent}${name}\t<${type.type}>${required ? ' -required-' : ''}\n`

const values = (field: FieldDocument, indent: string): string =>
  field.enum.length > 0 ? `${indent}enum: ${shortened(field.enum)}\n` : ''

const MOST_VALUES = 4

const shortened = (all: readonly string[]): string =>
  all.length > MOST_VALUES ? `${all.slice(0, MOST_VALUES).join(', ')}, ....` : all.join(', ')

function described(field: FieldDocument): string {
  const type = field.type()
  const text = field.description || type.description
  return `${headline(field, type, '  ')}${values(field, '  ')}${text ? wrapped(text) : wrapped('<no description available>')}\n`
}

/** Types that stand in themselves are told once. */
function tree(document: Document, level: number, above: ReadonlySet<string>): string {
  const indent = '  '.repeat(level)
  let text = ''
  for (const field of document.fields) {
    const type = field.type()
    text += headline(field, type, indent) + values(field, indent)
    const name = type.type.replace(/^(\[\]|map\[string\])+/, '')
    if (type.fields.length > 0 && (name === 'Object' || !above.has(name))) {
      text += tree(type, level + 1, new Set([...above, name]))
    }
  }
  return text
}

/** Each line of a text broken at blanks, four blanks before it. */
function wrapped(text: string): string {
  let result = ''
  for (const line of text.split('\n')) {
    let current = /^ */.exec(line)![0]
    let empty = true
    for (const word of line.split(' ').filter(each => each !== '')) {
      const next = empty ? current + word : `${current} ${word}`
      if (!empty && next.length > WIDTH - 4) {
        result += `    ${current}\n`
        current = word
      } else current = next
      empty = false
    }
    result += `    ${current}\n`
  }
  return result
}
