/** So many are remembered of a name before all are forgotten. */
const MOST = 20_000

/**
 * Texts of two parts. The same one is the same text in memory: they are compared with each other and looked up all the time,
 * which is quick for texts that need not be read.
 */
function joinedBy(joint: string): (name: string, value: string) => string {
  const texts = new Map<string, Map<string, string>>()
  return (name, value) => {
    let byValue = texts.get(name)
    if (!byValue) {
      byValue = new Map()
      texts.set(name, byValue)
    }
    let text = byValue.get(value)
    if (text === undefined) {
      if (byValue.size >= MOST) byValue.clear()
      text = `${name}${joint}${value}`
      byValue.set(value, text)
    }
    return text
  }
}

/** The index term `name=value`. */
export const term = joinedBy('=')

/** `name/value`: how keys, notes and sums are called. */
export const within = joinedBy('/')
