import {
  label1035Errors,
  labelErrors,
  labelKeyErrors,
  labelValueErrors,
  maskTrailingDash,
  subdomainErrors,
} from '../../names.ts'
import { parseDate, parseTimestamp } from '../moment.ts'
import { type Family, libraryType } from '../overload.ts'
import { List, Opaque, Optional } from '../values.ts'
import { parseUrl } from './url.ts'

class Format extends Opaque {
  readonly type = libraryType('Format')
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
  }
  equals(other: Opaque): boolean {
    return other instanceof Format && other.name === this.name
  }
}

type Rule = (text: string) => string[]

const prefix =
  (rule: Rule): Rule =>
  text =>
    rule(maskTrailingDash(text))
const unless =
  (holds: (text: string) => boolean, problem: string): Rule =>
  text =>
    holds(text) ? [] : [problem]

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const rules = (): Record<string, Rule> => ({
  dns1123Label: labelErrors,
  dns1123Subdomain: subdomainErrors,
  dns1035Label: label1035Errors,
  qualifiedName: labelKeyErrors,
  dns1123LabelPrefix: prefix(labelErrors),
  dns1123SubdomainPrefix: prefix(subdomainErrors),
  dns1035LabelPrefix: prefix(label1035Errors),
  labelValue: labelValueErrors,
  uri: text => {
    const url = parseUrl(text)
    return typeof url === 'string' ? [url] : []
  },
  uuid: unless(text => UUID.test(text), 'does not match the UUID format'),
  byte: unless(text => BASE64.test(text), 'invalid base64'),
  date: unless(text => parseDate(text) !== undefined, 'invalid date'),
  datetime: unless(text => parseTimestamp(text) !== undefined, 'invalid datetime'),
})

/** The format library of Kubernetes: `format.dns1123Label().validate('a')`. */
export function namedFormats(): Family {
  const known = rules()
  const family: Family = {
    'format.named(string) -> optional(Format)': (name: string) =>
      new Optional(Object.hasOwn(known, name) ? new Format(name) : undefined),
    'Format.validate(string) -> optional(list(string))': ({ name }: Format, text: string) => {
      const problems = known[name]!(text)
      return new Optional(problems.length > 0 ? new List(problems) : undefined)
    },
  }
  for (const name of Object.keys(known)) family[`format.${name}() -> Format`] = () => new Format(name)
  return family
}
