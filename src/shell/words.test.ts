import { describe, expect, test } from 'vitest'
import { joined, missing, parseLine, type Step, typed } from './words.ts'

const step = (words: string[], more: Partial<Step> = {}): Step => ({ words, after: ';', ...more })
const parse = (text: string) => parseLine(text, '/home/ann')

test.each<[string, Step[]]>([
  ['', []],
  ['  # only a comment', []],
  ['get pods', [step(['get', 'pods'])]],
  ['get  pods\t-w # look', [step(['get', 'pods', '-w'])]],
  ['get pods#1', [step(['get', 'pods#1'])]],
  [`get -o 'jsonpath={.items[0]}'`, [step(['get', '-o', 'jsonpath={.items[0]}'])]],
  [`label pod x "a=b c" d='"'`, [step(['label', 'pod', 'x', 'a=b c', 'd="'])]],
  [`say "a \\"b\\" \\$c \\d"`, [step(['say', 'a "b" $c \\d'])]],
  [`say a\\ b ''`, [step(['say', 'a b', ''])]],
  ['apply -f ~/x.yaml ~ a~b', [step(['apply', '-f', '/home/ann/x.yaml', '/home/ann', 'a~b'])]],
  ['apply -f *.yaml', [step(['apply', '-f', '*.yaml'])]],
  ['say $ 5$', [step(['say', '$', '5$'])]],
  ['a; b && c || d;', [step(['a']), step(['b']), step(['c'], { after: '&&' }), step(['d'], { after: '||' })]],
  ['get pods | grep "a;b" | head -1; x', [step(['get', 'pods'], { reader: 'grep "a;b" | head -1' }), step(['x'])]],
  ['get pods > p.txt', [step(['get', 'pods'], { reader: 'cat > p.txt' })]],
  ['get pods>>p.txt && x', [step(['get', 'pods'], { reader: 'cat >>p.txt' }), step(['x'], { after: '&&' })]],
  ['apply -f - < x.yaml', [step(['apply', '-f', '-'], { input: { file: 'x.yaml' } })]],
  ['apply -f - <<EOF\na: 1\n\nEOF', [step(['apply', '-f', '-'], { input: { text: 'a: 1\n\n' } })]],
  [
    'apply -f - <<-"END" | cat\n\ta: $x\n\tEND\nget pods',
    [step(['apply', '-f', '-'], { input: { text: 'a: $x\n' }, reader: 'cat' }), step(['get', 'pods'])],
  ],
])('%j', (text, steps) => {
  expect(parse(text)).toEqual(steps)
})

test.each([
  ['get pods &', /background/],
  ['get pods 2> x', /does not redirect 2>/],
  ['get pods 2>&1', /does not redirect 2>/],
  ['get $POD', /knows no variables/],
  ['get "$POD"', /knows no variables/],
  ['get $(x)', /runs no commands inside a line/],
  ['get `x`', /runs no commands inside a line/],
  ['(get pods)', /does not understand \(/],
  ['; get', /syntax error near ;/],
  ['get &&', /missing after &&/],
  ['get |', /missing after \|/],
  ['| grep', /syntax error near \|/],
  ['apply <', /a file is missing/],
])('%j is refused', (text, message) => {
  expect(() => parse(text)).toThrow(message)
})

describe('lines that go on', () => {
  test.each([
    ['get pods', undefined],
    ['get \\', 'the rest of the line'],
    ['get \\\\', undefined],
    ["say 'it", 'a quote'],
    ['say "it\\"', 'a quote'],
    ["# it's", undefined],
    ['apply -f - <<EOF', 'the end of a here-document'],
    ["apply -f - <<EOF\nit's\n", 'the end of a here-document'],
    ["apply -f - <<EOF\nit's\nEOF", undefined],
  ])('%j', (text, what) => {
    expect(missing(text)).toBe(what)
  })

  test('a backslash joins, a quote keeps the break', () => {
    expect(joined('get \\', 'pods')).toBe('get pods')
    expect(joined("say 'a", "b'")).toBe("say 'a\nb'")
  })
})

test.each([
  ['', [''], ''],
  ['get', ['get'], 'get'],
  ['get ', ['get', ''], ''],
  ['get pods; sc', ['sc'], 'sc'],
  ['get -n "de', ['get', '-n', 'de'], '"de'],
  ['get pod a\\ b', ['get', 'pod', 'a b'], 'a\\ b'],
])('before the cursor: %j', (text, words, raw) => {
  expect(typed(text, '')).toEqual({ words, raw, input: false })
})

test.each(['get pods | gr', '!ls x', 'get $(', 'get # x'])('nothing to complete: %j', text => {
  expect(typed(text, '')).toBeUndefined()
})
