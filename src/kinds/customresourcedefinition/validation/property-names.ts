/** Words that no expression can select a field by. */
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)
const ESCAPES: Record<string, string> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
}

/** How expressions name a property: `my-port` is `my__dash__port`; undefined for one that they cannot name. */
export function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`
  const escaped = name.replace(/__|[.\-/]/g, part => ESCAPES[part]!)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined
}

/** The property that an escaped name stands for; undefined when none does. */
export function unescapeName(escaped: string): string | undefined {
  const word = /^__(.+)__$/.exec(escaped)?.[1]
  if (word !== undefined && RESERVED.has(word)) return word
  const name = escaped.replace(/__(underscores|dot|dash|slash)__/g, all => {
    return Object.keys(ESCAPES).find(key => ESCAPES[key] === all)!
  })
  return escapeName(name) === escaped ? name : undefined
}
