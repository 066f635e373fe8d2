import { FailedError } from '../../command.ts'
import { type Fields, type Kubeconfig, ORDER, SECTIONS, type Section } from './kubeconfig.ts'

/** What a dotted name like `contexts.day.namespace` points to. */
export type Property =
  | { current: true }
  | { section: Section; entry?: undefined }
  | { section: Section; entry: string; field?: string }

/** Entries' names may hold dots: those that are there are tried first. Throws FailedError. */
export function propertyAt(config: Kubeconfig, path: string): Property {
  if (path === 'current-context') return { current: true }
  const section = SECTIONS.find(name => path === name || path.startsWith(`${name}.`))
  if (!section) throw new FailedError(`unable to parse ${path} after [] at api.Config`)
  if (path === section) return { section }
  const rest = path.slice(section.length + 1)
  const known = [...config[section].keys()].filter(name => rest === name || rest.startsWith(`${name}.`))
  const field = ORDER[section].find(name => rest.endsWith(`.${name}`))
  const entry = known.sort((a, b) => b.length - a.length)[0] ?? (field ? rest.slice(0, -field.length - 1) : rest)
  const asked = rest.slice(entry.length + 1)
  if (asked === '') return { section, entry }
  if (!ORDER[section].includes(asked)) throw new FailedError(`unable to parse ${path} after [${section}.${entry}]`)
  return { section, entry, field: asked }
}

const BOOLEAN = new Set(['insecure-skip-tls-verify', 'disable-compression'])
const LIST = new Set(['as-groups'])

/** Sets a property; `raw`: fields of bytes are given as they are and not in base64. Throws FailedError. */
export function setProperty(config: Kubeconfig, path: string, value: string, raw: boolean): void {
  const property = propertyAt(config, path)
  if ('current' in property) {
    config.current = value
    return
  }
  if (property.entry === undefined || property.field === undefined || property.field === 'exec') {
    throw new FailedError(`can't set a map to a value: ${value}`)
  }
  const { section, entry, field } = property
  const fields: Fields = { ...config[section].get(entry) }
  fields[field] = parsed(field, value, raw)
  config[section].set(entry, fields)
}

function parsed(field: string, value: string, raw: boolean): unknown {
  if (BOOLEAN.has(field)) {
    if (value !== 'true' && value !== 'false') throw new FailedError(`unable to parse ${value} as a boolean`)
    return value === 'true'
  }
  if (LIST.has(field)) return value.split(',')
  if (!field.endsWith('-data')) return value
  if (raw) return Buffer.from(value).toString('base64')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) {
    throw new FailedError(`error decoding ${value}: illegal base64 data`)
  }
  return value
}

/** Removes a property: a field, an entry, or all entries of a section. Throws FailedError. */
export function unsetProperty(config: Kubeconfig, path: string): void {
  const property = propertyAt(config, path)
  if ('current' in property) config.current = ''
  else if (property.entry === undefined) config[property.section].clear()
  else if (property.field === undefined) config[property.section].delete(property.entry)
  else {
    const fields = { ...config[property.section].get(property.entry) }
    delete fields[property.field]
    config[property.section].set(property.entry, fields)
  }
}
