import { expect, test } from 'vitest'
import * as names from './names.ts'

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const QUALIFIED =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

const rules = {
  cidrErrors: names.cidrErrors,
  configKeyErrors: names.configKeyErrors,
  envNameErrors: names.envNameErrors,
  ipErrors: names.ipErrors,
  label1035Errors: names.label1035Errors,
  labelErrors: names.labelErrors,
  labelKeyErrors: names.labelKeyErrors,
  labelValueErrors: names.labelValueErrors,
  pathSegmentErrors: names.pathSegmentErrors,
  percentErrors: names.percentErrors,
  portNameErrors: names.portNameErrors,
  subdomainErrors: names.subdomainErrors,
}

test.each<[keyof typeof rules, string, string[]]>([
  ['subdomainErrors', 'a.b-c', []],
  ['subdomainErrors', 'Bad_Name', [SUBDOMAIN]],
  ['subdomainErrors', 'x'.repeat(254), ['must be no more than 253 characters']],
  ['labelErrors', '9-lives', []],
  ['labelErrors', 'Main', [LABEL]],
  ['labelErrors', 'shop.example', ['must not contain dots']],
  ['labelErrors', 'n'.repeat(64), ['must be no more than 63 characters']],
  ['label1035Errors', 'web', []],
  ['label1035Errors', '9lives', [LABEL_1035]],
  ['labelKeyErrors', 'example.com/my.Name_1', []],
  ['labelKeyErrors', 'k'.repeat(64), ['name part must be no more than 63 bytes']],
  ['labelKeyErrors', 'Example.com/name', [`prefix part ${SUBDOMAIN}`]],
  ['labelKeyErrors', '/name', ['prefix part must be non-empty']],
  ['labelKeyErrors', '', ['name part must be non-empty', QUALIFIED]],
  [
    'labelKeyErrors',
    'a/b/c',
    [
      `${QUALIFIED.replace('name part', 'a qualified name')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ],
  ],
  ['labelValueErrors', '', []],
  ['labelValueErrors', 'with space', [VALUE]],
  ['labelValueErrors', 'v'.repeat(64), ['must be no more than 63 bytes']],
  ['portNameErrors', 'http-1', []],
  ['portNameErrors', '80', ['must contain at least one letter (a-z)']],
  ['portNameErrors', 'a-very-long-port', ['must be no more than 15 characters']],
  ['portNameErrors', '-a--b', ['must not contain consecutive hyphens', 'must not begin or end with a hyphen']],
  ['envNameErrors', '1 x', []],
  [
    'envNameErrors',
    'a=b',
    ["a valid environment variable name must consist only of printable ASCII characters other than '='"],
  ],
  ['envNameErrors', '', ['environment variable name must be non-empty']],
  ['configKeyErrors', 'a.b_c', []],
  ['configKeyErrors', '..', ["must not be '..'"]],
  ['configKeyErrors', '..x', ["must not start with '..'"]],
  ['ipErrors', '10.0.0.1', []],
  ['ipErrors', 'fd00::1', []],
  ['ipErrors', '10.0.0.256', ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
  ['ipErrors', '01.2.3.4', ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
  ['cidrErrors', '10.0.0.0/8', []],
  ['cidrErrors', '10.0.0.0/33', ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
  ['pathSegmentErrors', 'a%b/c', ["may not contain '/'", "may not contain '%'"]],
  [
    'percentErrors',
    '5',
    [
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ],
  ],
])('%s(%j)', (rule, value, errors) => expect(rules[rule](value)).toEqual(errors))

test('a prefix may end in a dash', () => {
  expect(names.subdomainErrors(names.maskTrailingDash('web-'))).toEqual([])
  expect(names.maskTrailingDash('-')).toBe('-')
})
