import { describe, expect, test } from 'vitest'
import { Budget, compile } from './compile.ts'
import { CompileError, CostError } from './problems.ts'
import * as types from './types.ts'
import { Dict, dict, List, type Value } from './values.ts'

const FIELDS = new Map<string, types.Type>([
  ['a', types.INT],
  ['b', types.STRING],
  ['names', types.listOf(types.STRING)],
  ['counts', types.mapOf(types.STRING, types.INT)],
  ['port', types.DYN],
  ['inner', types.objectOf('selfType0.inner', new Map([['x', types.INT]]))],
])
const VARIABLES = new Map([['self', types.objectOf('selfType0', FIELDS)]])
const SELF = new Dict(
  dict([
    ['a', 3n],
    ['b', 'text'],
    ['names', new List(['x', 'y'])],
    [
      'counts',
      dict([
        ['one', 1n],
        ['__proto__', 7n],
      ]),
    ],
    ['port', 'http'],
  ]).entries,
  true,
)

function run(source: string): Value {
  return compile(source, VARIABLES).run(new Map<string, Value>([['self', SELF]]), new Budget(1e6, 1e7))
}

/** The whole text without the lines that show the place. */
function problems(source: string): string[] {
  try {
    compile(source, VARIABLES)
    return []
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    return error.message
      .split('\n')
      .filter(line => line.startsWith('ERROR'))
      .map(line => line.replace('ERROR: <input>:', ''))
  }
}

describe('is true', () => {
  test.each([
    // literals, precedence
    '1 + 2 * 3 == 7 && -2 - -3 == 1 && 7 % 4 == 3 && -7 / 2 == -3',
    '0x10 == 16 && 1u + 2u == 3u && 1e3 == 1000.0 && .5 == 0.5',
    '-9223372036854775808 < 9223372036854775807',
    "'a' + \"b\" == 'ab' && r'\\d' == '\\\\d' && '\\u00e4\\x41\\101' == 'äAA' && '''a'b''' == \"a'b\"",
    "b'\\xff' != b'a' && bytes('ä') == b'ä' && string(b'ok') == 'ok'",
    'true ? (false ? false : true) : false ? false : true',
    '!(1 > 2) && !!true',
    '1 < 2u && 2.5 > 2 && 3u >= 3.0',
    // selection
    "self.a == 3 && self.b == 'text' && self.names[1] == 'y' && self.counts.one == 1 && self.counts['one'] == 1",
    "has(self.b) && !has(self.inner) && has(self.counts.one) && !has(self.counts.two) && 'one' in self.counts",
    "self.counts['__proto__'] == 7 && !('constructor' in self.counts) && !has(self.counts.toString)",
    "type(self.port) == string && self.port == 'http' && type(1) == int && type([]) == list && type(null) == null_type",
    // both sides are asked before one fails
    '(1 / 0 > 0 || true) && !(1 / 0 > 0 && false)',
    "[0, 1].exists(x, 1 / x == 1) && !['a', '1'].all(x, int(x) > 1)",
    // macros
    "[1, 2, 3].all(x, x > 0) && [1, 2].exists(x, x == 2) && [1, 2].exists_one(x, x > 1) && self.counts.all(k, k != '')",
    '[1, 2, 3].map(x, x * 2) == [2, 4, 6] && [1, 2, 3].map(x, x > 1, x + 1) == [3, 4] && [1, 2].filter(x, x > 1) == [2]',
    "{'a': 1}.all(k, v, k == 'a' && v == 1) && ['a'].exists(i, v, i == 0 && v == 'a')",
    "{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2) == {'b': 4} && {'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'}",
    "['x', 'y'].transformList(i, v, v + string(i)) == ['x0', 'y1']",
    // optionals
    "self.?b.orValue('') == 'text' && self.?inner.x.orValue(9) == 9 && !self.?inner.hasValue()",
    "self.names[?5].orValue('none') == 'none' && self.counts[?'one'].value() == 1 && self.counts.?two.or(optional.of(2)).value() == 2",
    'self.?a.optMap(x, x + 1).value() == 4 && self.?a.optFlatMap(x, optional.of(x)).hasValue()',
    "[?optional.none(), ?optional.of(1)] == [1] && {?'a': optional.none()} == {} && optional.ofNonZeroValue('') == optional.none()",
    // strings
    "'abc'.contains('b') && 'abc'.startsWith('ab') && 'abc'.endsWith('bc') && 'äöü'.size() == 3 && '😀a'.size() == 2",
    "'äöü'.charAt(1) == 'ö' && '😀a'.indexOf('a') == 1 && 'abab'.lastIndexOf('a') == 2 && 'abab'.indexOf('a', 1) == 2",
    "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c'] && ['a', 'b'].join('-') == 'a-b'",
    "'aaa'.replace('a', 'b', 2) == 'bba' && ' x '.trim() == 'x' && 'Ab'.lowerAscii() == 'ab' && 'hello'.substring(1, 3) == 'el'",
    "'%s %d %.2f %x %b %e'.format([dyn('a'), dyn(7), dyn(1.25), dyn(255), dyn(5), dyn(1500.0)]) == 'a 7 1.25 ff 101 1.500000e+03'",
    "'%s: %s'.format(['a', 'b']) == 'a: b' && strings.quote('a\"b') == '\"a\\\\\"b\"'",
    "'a1b22'.find('[0-9]+') == '1' && 'a1b22'.findAll('[0-9]+') == ['1', '22'] && 'a1b22'.findAll('[0-9]+', 1) == ['1']",
    "'abc'.matches('^a.c$') && !'abc'.matches('^b') && matches('x', 'x')",
    // lists and sets
    "[1, 2].sum() == 3 && [3, 1].min() == 1 && ['b', 'a'].max() == 'b' && [1, 2].isSorted() && ![2, 1].isSorted()",
    '[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(5) == -1 && [1, 2].first().value() == 1',
    'sets.contains([1, 2], [2]) && sets.equivalent([1, 1, 2], [2, 1]) && sets.intersects([1], [1, 2])',
    '[1] + [2] == [1, 2] && 2 in [1, 2] && size({1: 2}) == 1',
    // time
    "duration('90m') == duration('1h30m') && duration('1h').getMinutes() == 60 && string(duration('90s')) == '90s'",
    "timestamp('2026-03-01T00:00:00Z') - timestamp('2026-02-28T00:00:00Z') == duration('24h')",
    "timestamp('2026-01-01T23:30:00Z').getHours('+01:00') == 0 && timestamp('2026-07-01T00:00:00Z').getHours('Europe/Berlin') == 2",
    "timestamp('2026-02-03T04:05:06.789Z').getMilliseconds() == 789 && timestamp('2026-02-03T00:00:00Z').getDayOfYear() == 33",
    "string(timestamp('2026-01-01T01:00:00.50+01:00')) == '2026-01-01T00:00:00.5Z' && int(timestamp('1970-01-01T00:00:01Z')) == 1",
    // conversions
    "int('42') == 42 && int(1.9) == 1 && uint(3) == 3u && double('1.5') == 1.5 && string(1e6) == '1e+06' && bool('true')",
    // the libraries of Kubernetes
    "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('50k').add(20) == quantity('50020') && quantity('500m').sub(quantity('0.5')).sign() == 0",
    "isQuantity('1.5Gi') && !isQuantity('1,5') && quantity('2k').asInteger() == 2000 && !quantity('1m').isInteger()",
    "ip('10.0.0.1').family() == 4 && ip('::1').isLoopback() && !isIP('256.0.0.1') && !isIP('::ffff:1.2.3.4') && ip.isCanonical('2001:db8::abcd')",
    "!ip.isCanonical('2001:DB8::ABCD') && ip('fe80::1').isLinkLocalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && ip('224.0.0.1').isLinkLocalMulticast()",
    "cidr('10.0.0.0/8').containsIP('10.2.3.4') && cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24')) && cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')",
    "cidr('::1/128').prefixLength() == 128 && !isCIDR('192.168.0.0/33') && string(cidr('10.0.0.0/8').ip()) == '10.0.0.0'",
    "url('https://example.com:80/a b?k=1&k=2').getHost() == 'example.com:80' && url('https://[::1]:80/').getHostname() == '::1'",
    "url('https://a/p q').getEscapedPath() == '/p%20q' && url('/p?k=1&k=2').getQuery() == {'k': ['1', '2']} && !isURL('../x') && !isURL('https://a:b:c/')",
    "semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-rc.1').compareTo(semver('1.0.0')) == -1 && isSemver('v1.0', true) && !isSemver('v1.0')",
    "!format.dns1123Label().validate('a-b').hasValue() && format.dns1123Label().validate('A').value().size() == 1 && !format.named('x').hasValue()",
  ])('%s', source => expect(run(source)).toBe(true))
})

describe('fails', () => {
  test.each([
    ['1 / 0 == 1', 'division by zero'],
    ['1 % 0 == 1', 'modulus by zero'],
    ['9223372036854775807 + 1 > 0', 'integer overflow'],
    ['1u - 2u == 0u', 'unsigned integer overflow'],
    ['self.counts.two == 2', 'no such key: two'],
    ['self.inner.x == 2', 'no such key: inner'],
    ['self.names[7] == ""', 'index out of bounds: 7'],
    ['self.port > 80', 'no such overload'],
    ["int('x') == 1", "type conversion error from 'string' to 'int'"],
    ['[1].filter(x, x > 1).max() == 1', 'max called on empty list'],
    ["'abc'.charAt(9) == ''", 'index out of range: 9'],
    ['optional.none().value() == 1', 'optional.none() dereference'],
    ["'a'.matches(self.b + '(')", 'error parsing regexp: missing closing ): `text(`'],
    ["quantity('x') == quantity('1')", 'quantities must match the regular expression'],
    ["{'a': 1, 'a': 2}.a == 1", 'insert failed: key a already exists'],
  ])('%s', (source, message) => expect(() => run(source)).toThrow(message))
})

describe('is refused', () => {
  const EXPECTED =
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"
  test.each<[string, string[]]>([
    ['self.x == 1', ["1:5: undefined field 'x'"]],
    ['has(self.x) && self.y > 1', ["1:4: undefined field 'x'", "1:20: undefined field 'y'"]],
    ['self.a == self.b', ["1:8: found no matching overload for '_==_' applied to '(int, string)'"]],
    ['self.a == null', ["1:8: found no matching overload for '_==_' applied to '(int, null)'"]],
    ['self.inner == null', []],
    ['self.names.exists(n, n > 1)', ["1:24: found no matching overload for '_>_' applied to '(string, int)'"]],
    ["self.b.size('x')", ["1:12: found no matching overload for 'size' applied to 'string.(string)'"]],
    [
      'self.a.all(x, true)',
      ["1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)"],
    ],
    ['self.a.z', ["1:7: type 'int' does not support field selection"]],
    ['other == 1', ["1:1: undeclared reference to 'other' (in container '')"]],
    ['nothing(1)', ["1:8: undeclared reference to 'nothing' (in container '')"]],
    ["[1, 'a'].size() == 2", ["1:5: expected type 'int' but found 'string'"]],
    ['[1].all(x, x)', ["1:12: expected type 'bool' but found 'int'"]],
    [
      "'a'.matches('(') && duration('1y') > duration('1h')",
      ['1:13: invalid matches argument', '1:30: invalid duration argument'],
    ],
    [
      'self.a = 3',
      [
        "1:8: Syntax error: token recognition error at: '= '",
        "1:10: Syntax error: extraneous input '3' expecting <EOF>",
      ],
    ],
    ['self.a +', [`1:9: Syntax error: mismatched input '<EOF>' expecting ${EXPECTED}`]],
    ['', [`1:1: Syntax error: mismatched input '<EOF>' expecting ${EXPECTED}`]],
    ['(1', ["1:3: Syntax error: missing ')' at '<EOF>'"]],
    ['1 2 3', ["1:3: Syntax error: mismatched input '2' expecting <EOF>"]],
    [
      'namespace == 1',
      ['1:1: reserved identifier: namespace', "1:1: undeclared reference to 'namespace' (in container '')"].slice(0, 1),
    ],
    ['has(self)', ['1:5: invalid argument to has() macro']],
    ['9223372036854775808 > 0', ['1:1: invalid int literal']],
    ['self.a ==\n  self.x', ["2:7: undefined field 'x'"]],
    ["'\0' == self.b", []],
    [
      '\0',
      [
        "1:1: Syntax error: token recognition error at: '\0'",
        `1:2: Syntax error: mismatched input '<EOF>' expecting ${EXPECTED}`,
      ],
    ],
    ['"😀" + self.x', ["1:11: undefined field 'x'"]],
  ])('%j', (source, expected) => expect(problems(source)).toEqual(expected))

  test('with the place shown', () => {
    expect(() => compile('self.b ==\n\t"ä" + self.x', VARIABLES)).toThrow(
      `ERROR: <input>:2:12: undefined field 'x'\n |  "ä" + self.x\n | ..\uFF0E........^`,
    )
  })
})

describe('costs at most', () => {
  /** Lists have 10 items, texts 100 bytes. */
  const sizes: Record<string, number> = { 'self.b': 100, 'self.names': 10, 'self.names.@items': 100, 'self.counts': 10 }
  test.each([
    ['true', 0],
    ['self.a > 1', 3],
    ["self.b == 'abc'", 3],
    ["self.b.contains('x')", 12],
    ['has(self.b)', 1],
    ['self.names.all(n, n.size() > 1)', 2 + 10 * (1 + 1 + 1 + 3) + 1],
    ['self.names.exists(n, n.size() > 1)', 2 + 10 * (1 + 1 + 1 + 4) + 1],
    ['self.names.all(n, self.names.exists_one(m, m == n))', 2 + 10 * (2 + 10 * (2 + 10 + 2) + 2 + 3) + 1],
    ["self.b.matches('^a+$')", 2 + 11],
    ["'a' in self.names", 2 + 10],
    ['self.names.filter(n, true).size()', 2 + 10 + 10 * 13 + 1 + 1],
    ['self.names.map(n, n).size()', 2 + 10 + 10 * 13 + 1 + 1],
    ["self.names.join(',') == ''", 2 + Math.ceil(1009 / 10)],
    ["self.b + 'x' == ''", 2 + 11],
    ["'a ' + string(self.a) == 'a'", Math.ceil(2 ** 64 * 0.1)],
    ["'%d'.format([self.a]) == 'a'", 14],
    ['self.a > 1 ? self.b.size() > 1 : true', 3 + 4],
  ])('%s', (source, cost) => {
    expect(compile(source, VARIABLES).cost(path => sizes[path.join('.')] ?? (path.length > 1 ? 0 : undefined))).toBe(
      cost,
    )
  })
})

describe('is bounded', () => {
  test.each([
    ['parentheses', '('.repeat(5000) + '1' + ')'.repeat(5000)],
    ['a chain of fields', `self${'.a'.repeat(5000)}`],
    ['a long sum', Array(5000).fill('1').join(' + ')],
    ['questions', 'true ? 1 : '.repeat(5000)],
    ['lists', '['.repeat(5000)],
  ])('%s', (_, source) => expect(problems(source)).toEqual(['-1:0: expression recursion limit exceeded: 250']))

  test('a long conjunction is not deep', () => {
    expect(run(Array(3000).fill('self.a > 0').join(' && '))).toBe(true)
  })

  test('size', () => {
    expect(problems(`'${'x'.repeat(100_000)}' == ''`)).toEqual([
      '-1:0: expression code point size exceeds limit: size: 100008, limit 100000',
    ])
  })

  test('work', () => {
    const list = `[${Array(100).fill('1').join(', ')}]`
    expect(() => run(`${list}.all(a, ${list}.all(b, ${list}.all(c, ${list}.all(d, a + b + c + d > 0))))`)).toThrow(
      CostError,
    )
  })
})
