import { describe, expect, test } from 'vitest'
import { compileRegexp } from './regexp.ts'

const find = (pattern: string, text: string): string | undefined => {
  const found = compileRegexp(pattern).find(text)
  return found && text.slice(found.start, found.end)
}

describe('finds what Go finds', () => {
  test.each<[string, string, string | undefined]>([
    ['abc', 'xabcx', 'abc'],
    ['', 'abc', ''],
    ['^b', 'ab', undefined],
    ['b$', 'ab', 'b'],
    ['a|ab', 'ab', 'a'],
    ['(?:a|ab)c', 'abc', 'abc'],
    ['a*', 'baaa', ''],
    ['a+', 'baaa', 'aaa'],
    ['a+?', 'baaa', 'a'],
    ['a{2}', 'aaa', 'aa'],
    ['a{2,}', 'aaaa', 'aaaa'],
    ['a{1,2}?', 'aa', 'a'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['[a-c]+', 'xxabcabd', 'abcab'],
    ['[^a-c]+', 'abxyc', 'xy'],
    ['[]a]+', 'x]a', ']a'],
    ['[a\\-z]+', 'b-az', '-az'],
    ['\\d+\\.\\d+', 'v1.25', '1.25'],
    ['\\w+', '--a_1--', 'a_1'],
    ['[[:alpha:]]+', '12ab3', 'ab'],
    ['(?i)HeLLo', 'say hello', 'hello'],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['a.b', 'a\nb', undefined],
    ['(?m)^b$', 'a\nb\nc', 'b'],
    ['\\bfoo\\b', 'a foo b', 'foo'],
    ['\\Bo', 'foo', 'o'],
    ['(?P<year>\\d{4})-(?<m>\\d\\d)', 'on 2026-01', '2026-01'],
    ['\\x41\\x{1F600}', 'A😀', 'A😀'],
    ['^.$', '😀', '😀'],
    ['\\pL+', '1äß2', 'äß'],
    ['\\p{Greek}', 'aλ', 'λ'],
    ['\\Qa.b\\E+', 'a.bbb', 'a.bbb'],
    ['(a*)*', 'aab', 'aa'],
    ['(|a)*b', 'aab', 'aab'],
    ['x*', '', ''],
  ])('%s in %j', (pattern, text, expected) => expect(find(pattern, text)).toBe(expected))
})

test.each<[string, string]>([
  ['(', 'missing closing ): `(`'],
  ['a)', 'unexpected ): `a)`'],
  ['[a', 'missing closing ]: `[a`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['(a{500}){500}', 'invalid repeat count: `{500}`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['\\1', 'invalid escape sequence: `\\1`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['\\p{Nothing}', 'invalid character class range: `\\p{Nothing}`'],
])('refuses %s', (pattern, message) => {
  expect(() => compileRegexp(pattern)).toThrow(`error parsing regexp: ${message}`)
})

test('what would never end elsewhere ends', () => {
  expect(compileRegexp('^(a+)+$').test(`${'a'.repeat(5000)}b`)).toBe(false)
  expect(compileRegexp('(x+x+)+y').test('x'.repeat(3000))).toBe(false)
})
