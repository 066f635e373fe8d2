/** So many are remembered of a name before all are forgotten. */
const MOST = 20_000

const texts = new Map<string, Map<string, string>>()

/**
 * The index term `name=value`. The same one is the same text in memory: terms are compared with each other and looked up all the time,
 * which is quick for texts that need not be read.
 */
export function term(name: string, value: string): string {
  let byValue = texts.get(name)
  if (!byValue) {
    byValue = new Map()
    texts.set(name, byValue)
  }
  let text = byValue.get(value)
  if (text === undefined) {
    if (byValue.size >= MOST) byValue.clear()
    text = `${name}=${value}`
    byValue.set(value, text)
  }
  return text
}
