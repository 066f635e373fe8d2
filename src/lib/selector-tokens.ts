/** A word of a label selector's text. `word`: it may be a key or a value (also `in` and `notin`). */
export interface Token {
  text: string
  word: boolean
  end?: true
}

const SYMBOLS = '()=!,<>'
const isSpace = (c: string) => c === ' ' || c === '\t' || c === '\r' || c === '\n'

/** The text cut into words and symbols; the last token is the end, repeated so that looking past it is safe. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  let i = 0
  while (i < text.length) {
    const c = text[i]!
    if (isSpace(c)) i++
    else if (SYMBOLS.includes(c)) {
      const pair = text.slice(i, i + 2)
      const symbol = pair === '==' || pair === '!=' ? pair : c
      found.push({ text: symbol, word: false })
      i += symbol.length
    } else {
      const start = i
      while (i < text.length && !isSpace(text[i]!) && !SYMBOLS.includes(text[i]!)) i++
      found.push({ text: text.slice(start, i), word: true })
    }
  }
  const end: Token = { text: '', word: false, end: true }
  found.push(end, end, end)
  return found
}
