import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Io } from '../command.ts'
import { type Document, scanManifests } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'manifests-'))
afterAll(() => rmSync(folder, { recursive: true }))

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`
const files: Record<string, string | Buffer> = {
  'one.yaml': configMap('one'),
  'two.yaml': `# two\n---\n${configMap('a')}--- # next\n${configMap('b')}---\n`,
  'crlf.yaml': `${configMap('x')}---\n${configMap('z')}`.replaceAll('\n', '\r\n'),
  'bom.yaml': `\ufeff${configMap('bom')}`,
  'replacement.yaml': `${configMap('kept')}data: {x: "\ufffd"}\n`,
  'stream.json':
    '{"apiVersion":"v1","kind":"A","metadata":{"name":"1"}}\n{"apiVersion":"v1","kind":"A","metadata":{"name":"2"}}',
  'flow.yaml': '{apiVersion: v1, kind: A, metadata: {name: flow}}\n',
  'list.yaml': `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: x}}\n- {apiVersion: v1, kind: A, metadata: {name: z}}\n`,
  'typed.yaml': `apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: x}\n`,
  'broken.yaml': `${configMap('first')}---\n${configMap('second')} data: {}\n---\n${configMap('third')}`,
  'nokind.yaml': 'apiVersion: v1\nmetadata: {name: nokind}\n',
  'long.yaml': `${configMap('long')}data: {x: "${'a'.repeat(10_000_000)}"}\n`,
  'nothing.yaml': 'apiVersion: v1\nkind: List\nitems:\n',
  'deep.yaml': `${configMap('deep')}data: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
  'deep-blocks.yaml': `${configMap('deep')}data:\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i + 1)}k:\n`).join('')}`,
  'deep.json': `{"apiVersion": "v1", "kind": "A", "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  'bomb.yaml': `a: &a [x, x, x, x, x, x, x, x]\n${[...'abcdefg'].map((c, i) => `${'bcdefgh'[i]}: &${'bcdefgh'[i]} [${Array(8).fill(`*${c}`)}]\n`).join('')}`,
  'loop.yaml': 'apiVersion: v1\nkind: A\nmetadata: &m {name: loop, labels: *m}\n',
  'control.yaml': `${configMap('bell')}data: {x: "\u0000"}\n`,
  'latin1.yaml': Buffer.from(`${configMap('latin')}data: {x: "caf\xe9"}\n`, 'latin1'),
  'cut.json': '{"apiVersion": "v1", ',
  'comma.json': '{"a": 1,, "b": 2}',
  'folder/b.yml': configMap('b'),
  'folder/a.json': '{"apiVersion":"v1","kind":"A","metadata":{"name":"a"}}',
  'folder/notes.txt': 'no manifest',
  'folder/deep/c.yaml': configMap('c'),
  'empty/notes.txt': '',
}
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

const io = { cwd: folder, env: {}, stdin: async () => Buffer.from(configMap('stdin')) } as unknown as Io

/** The objects, if every one can be read. */
async function read(from: Io, paths: string[], recursive = false): Promise<Document[]> {
  const found = await scanManifests(from, paths, { recursive })
  for (const item of found) if ('error' in item) throw item.error
  return found as Document[]
}
const names = async (paths: string[], recursive = false) =>
  (await read(io, paths, recursive)).map(({ object }) => object.metadata.name).join(' ')

describe('what is read', () => {
  const table: [paths: string[], names: string, recursive?: boolean][] = [
    [['one.yaml'], 'one'],
    [['two.yaml'], 'a b'],
    [['crlf.yaml'], 'x z'],
    [['bom.yaml'], 'bom'],
    [['long.yaml'], 'long'],
    [['nothing.yaml'], ''],
    [['stream.json'], '1 2'],
    [['flow.yaml'], 'flow'],
    [['list.yaml'], 'x z'],
    [['typed.yaml'], 'x'],
    [['folder'], 'a b'],
    [['folder'], 'a b c', true],
    [['folder/*.yml'], 'b'],
    [['-', 'one.yaml'], 'stdin one'],
  ]
  test.each(table)('%j', async (paths, found, recursive) => expect(await names(paths, recursive)).toBe(found))

  test('the letter that stands for broken bytes, where it was written', async () => {
    const [document] = await read(io, ['replacement.yaml'])
    expect(document!.object.data).toEqual({ x: '\ufffd' })
  })

  test.skipIf(process.platform === 'win32')('a pipe, which can be read once', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const writer = spawn('cp', [join(folder, 'replacement.yaml'), pipe])
    const [document] = await read(io, ['pipe'])
    expect(document!.object.data).toEqual({ x: '\ufffd' })
    await once(writer, 'close')
  })
})

describe('what is refused', () => {
  const table: [path: string, text: string][] = [
    ['missing.yaml', 'the path "missing.yaml" does not exist'],
    ['missing/*.yaml', 'the path "missing/*.yaml" does not exist'],
    ['empty', 'error reading [empty]: recognized file extensions are [.json .yaml .yml]'],
    [
      'https://example.com/x.yaml',
      'kubesim does not read URLs: download "https://example.com/x.yaml" first and give the file',
    ],
    [
      'broken.yaml',
      'error parsing broken.yaml: error converting YAML to JSON: yaml: line 4: did not find expected key',
    ],
    [
      'nokind.yaml',
      `unable to decode "nokind.yaml": Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"name":"nokind"}}'`,
    ],
    ['deep.yaml', 'error parsing deep.yaml: error converting YAML to JSON: yaml: exceeded max depth of 1000'],
    [
      'deep-blocks.yaml',
      'error parsing deep-blocks.yaml: error converting YAML to JSON: yaml: exceeded max depth of 1000',
    ],
    ['deep.json', 'error parsing deep.json: json: exceeded max depth of 1000'],
    ['bomb.yaml', 'error parsing bomb.yaml: error converting YAML to JSON: yaml: document contains excessive aliasing'],
    ['loop.yaml', "error parsing loop.yaml: error converting YAML to JSON: yaml: anchor 'm' value contains itself"],
    [
      'control.yaml',
      'error parsing control.yaml: error converting YAML to JSON: yaml: control characters are not allowed',
    ],
    ['latin1.yaml', 'error parsing latin1.yaml: error converting YAML to JSON: yaml: invalid leading UTF-8 octet'],
    ['cut.json', 'error parsing cut.json: unexpected EOF'],
    [
      'comma.json',
      `error parsing comma.json: json: offset 9: invalid character ',' looking for beginning of object key string`,
    ],
  ]
  test.each(table)('%s', (path, text) => expect(read(io, [path])).rejects.toThrow(text))
})

test('a broken document ends its file, not the others', async () => {
  const found = await scanManifests(io, ['broken.yaml', 'one.yaml'])
  expect(found.map(item => ('error' in item ? 'error' : item.object.metadata.name))).toEqual(['first', 'error', 'one'])
})

test('10,000 documents', async () => {
  const many = {
    ...io,
    stdin: async () => Buffer.from(Array.from({ length: 10_000 }, (_, i) => configMap(`c${i}`)).join('---\n')),
  }
  expect(await read(many as Io, ['-'])).toHaveLength(10_000)
})
