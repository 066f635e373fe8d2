/**
 * Rules for names, labels and other texts that the API server checks, each giving the reasons why a text is refused
 * (empty: it is fine). Modelled on apimachinery's pkg/util/validation.
 */
import { isIp6, parseIp4 } from './ip.ts'
import { isAll, isCapital, isDigit, isSmall } from './letters.ts'

/** A rule as it is told to whoever breaks it; few do. */
const example =
  (rule: string, format: string, ...examples: string[]) =>
  (): string =>
    `${rule} (e.g. ${examples.map(e => `'${e}', `).join(' or ')}regex used for validation is '${format}')`

const whole = (format: string) => new RegExp(`^(?:${format})$`)
const atMost = (length: number, unit: string) => `must be no more than ${length} ${unit}`
const NOT_EMPTY = 'must be non-empty'

/** UTF-8 bytes, as Go's len counts. */
function byteLength(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) length += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return length
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const LABEL_RULE = example(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  'my-name',
  '123-abc',
)

const isLower = (code: number): boolean => isSmall(code) || isDigit(code)
const isAlphanumeric = (code: number): boolean => isLower(code) || isCapital(code)

/** Whether a part of a text is what `LABEL` says. */
function isLabel(text: string, from = 0, to = text.length): boolean {
  if (from >= to || text[from] === '-' || text[to - 1] === '-') return false
  for (let i = from; i < to; i++) if (text[i] !== '-' && !isLower(text.charCodeAt(i))) return false
  return true
}

const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const SUBDOMAIN_RULE = example(SUBDOMAIN_TEXT, SUBDOMAIN, 'example.com')

function isSubdomain(text: string): boolean {
  for (let from = 0; ; ) {
    const dot = text.indexOf('.', from)
    if (!isLabel(text, from, dot < 0 ? text.length : dot)) return false
    if (dot < 0) return true
    from = dot + 1
  }
}

/** A DNS subdomain (RFC 1123): most object names. */
export function subdomainErrors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 253) errors.push(atMost(253, 'characters'))
  if (!isSubdomain(value)) errors.push(SUBDOMAIN_RULE())
  return errors
}

/** A DNS label (RFC 1123): namespaces, container names. */
export function labelErrors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 63) errors.push(atMost(63, 'characters'))
  if (!isLabel(value)) errors.push(isSubdomain(value) ? 'must not contain dots' : LABEL_RULE())
  return errors
}

const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const LABEL_1035_RULE = example(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  LABEL_1035,
  'my-name',
  'abc-123',
)
const label1035 = whole(LABEL_1035)

/** A DNS label that begins with a letter (RFC 1035): Services. */
export function label1035Errors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 63) errors.push(atMost(63, 'characters'))
  if (!label1035.test(value)) errors.push(LABEL_1035_RULE())
  return errors
}

const WILDCARD = `\\*\\.${SUBDOMAIN}`
const WILDCARD_RULE = example(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  WILDCARD,
  '*.example.com',
)
const wildcard = whole(WILDCARD)

/** A subdomain whose first label is `*`: hosts of an Ingress. */
export function wildcardSubdomainErrors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 253) errors.push(atMost(253, 'characters'))
  if (!wildcard.test(value)) errors.push(WILDCARD_RULE())
  return errors
}

/** The name of an object whose name may stand in a URL path, and nothing more. */
export function pathSegmentErrors(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter(c => value.includes(c)).map(c => `may not contain '${c}'`)
}

/** A prefix (generateName) judged as if it were a name: a dash at its end is allowed. */
export function maskTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix
}

const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const QUALIFIED_RULE = example(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  QUALIFIED,
  'MyName',
  'my.name',
  '123-abc',
)

function isQualified(text: string): boolean {
  const last = text.length - 1
  for (let i = 0; i <= last; i++) {
    if (isAlphanumeric(text.charCodeAt(i))) continue
    if (i === 0 || i === last || !'-_.'.includes(text[i]!)) return false
  }
  return last >= 0
}

/** Texts that were found to be right: the same few are looked at over and over. */
class Right {
  readonly #texts = new Set<string>()

  errors(value: string, look: (value: string) => string[]): string[] {
    if (this.#texts.has(value)) return []
    const errors = look(value)
    if (errors.length > 0) return errors
    if (this.#texts.size >= 1000) this.#texts.clear()
    this.#texts.add(value)
    return errors
  }
}

const rightKeys = new Right()
const rightValues = new Right()

/** A label, annotation or taint key: a name with an optional subdomain and slash before it. */
export const labelKeyErrors = (value: string): string[] => rightKeys.errors(value, keyErrors)

function keyErrors(value: string): string[] {
  const slash = value.indexOf('/')
  if (slash >= 0 && value.indexOf('/', slash + 1) >= 0) {
    return [
      `a qualified name ${QUALIFIED_RULE()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const errors: string[] = []
  if (slash === 0) errors.push(`prefix part ${NOT_EMPTY}`)
  else if (slash > 0) for (const e of subdomainErrors(value.slice(0, slash))) errors.push(`prefix part ${e}`)
  const name = value.slice(slash + 1)
  if (name === '') errors.push(`name part ${NOT_EMPTY}`)
  else if (byteLength(name) > 63) errors.push(`name part ${atMost(63, 'bytes')}`)
  if (!isQualified(name)) errors.push(`name part ${QUALIFIED_RULE()}`)
  return errors
}

const LABEL_VALUE = `(${QUALIFIED})?`
const LABEL_VALUE_RULE = example(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  LABEL_VALUE,
  'MyValue',
  'my_value',
  '12345',
)

export const labelValueErrors = (value: string): string[] => rightValues.errors(value, valueErrors)

function valueErrors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 63) errors.push(atMost(63, 'bytes'))
  if (value !== '' && !isQualified(value)) errors.push(LABEL_VALUE_RULE())
  return errors
}

/** A port's name (IANA service name). */
export function portNameErrors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 15) errors.push(atMost(15, 'characters'))
  if (!/^[-a-z0-9]+$/.test(value)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)')
  if (value.includes('--')) errors.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen')
  return errors
}

/** A whole number in a range, both ends included. */
export function rangeErrors(value: number, low: number, high: number): string[] {
  return value >= low && value <= high ? [] : [`must be between ${low} and ${high}, inclusive`]
}

export const portNumberErrors = (value: number): string[] => rangeErrors(value, 1, 65535)

/** An environment variable's name as the API server takes it. */
export function envNameErrors(value: string): string[] {
  const errors: string[] = []
  if (value === '') errors.push(`environment variable name ${NOT_EMPTY}`)
  if (!/^[ -<>-~]*$/.test(value)) {
    errors.push("a valid environment variable name must consist only of printable ASCII characters other than '='")
  }
  return errors
}

const ENV = '[-._a-zA-Z][-._a-zA-Z0-9]*'
const ENV_RULE = example(
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  ENV,
  'my.env-name',
  'MY_ENV.NAME',
  'MyEnvName1',
)
const env = whole(ENV)

const dots = (value: string): string[] => {
  if (value === '.' || value === '..') return [`must not be '${value}'`]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

/** An environment variable's name as kubectl's generators take it. */
export function strictEnvNameErrors(value: string): string[] {
  return [...(env.test(value) ? [] : [ENV_RULE()]), ...dots(value)]
}

const CONFIG_KEY = '[-._a-zA-Z0-9]+'
const CONFIG_KEY_RULE = example(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  CONFIG_KEY,
  'key.name',
  'KEY_NAME',
  'key-name',
)
const configKey = whole(CONFIG_KEY)

/** A key of a ConfigMap or Secret. */
export function configKeyErrors(value: string): string[] {
  const errors: string[] = []
  if (byteLength(value) > 253) errors.push(atMost(253, 'characters'))
  if (!configKey.test(value)) errors.push(CONFIG_KEY_RULE())
  return [...errors, ...dots(value)]
}

/** An IPv4 or IPv6 address. */
export function ipErrors(value: string): string[] {
  if (parseIp4(value) !== undefined || isIp6(value)) return []
  return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']
}

/** An address block such as `10.9.8.0/24`. */
export function cidrErrors(value: string): string[] {
  const slash = value.indexOf('/')
  const address = value.slice(0, Math.max(slash, 0))
  const length = value.slice(slash + 1)
  const limit = parseIp4(address) !== undefined ? 32 : isIp6(address) ? 128 : -1
  if (/^(0|[1-9][0-9]{0,2})$/.test(length) && Number(length) <= limit) return []
  return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']
}

const HEADER = '[-A-Za-z0-9]+'
const HEADER_RULE = example(
  "a valid HTTP header must consist of alphanumeric characters or '-'",
  HEADER,
  'X-Header-Name',
)
const header = whole(HEADER)

export function headerNameErrors(value: string): string[] {
  return header.test(value) ? [] : [HEADER_RULE()]
}

const PERCENT_RULE = example(
  "a valid percent string must be a numeric string followed by an ending '%'",
  '[0-9]+%',
  '1%',
  '93%',
)

export function percentErrors(value: string): string[] {
  return value.endsWith('%') && isAll(value.slice(0, -1), isDigit) ? [] : [PERCENT_RULE()]
}
