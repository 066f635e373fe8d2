import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** The house rules, see ARCHITECTURE.md. Every test lists what breaks a rule and expects nothing. */

const root = join(import.meta.dirname, '..')

interface Source {
  /** From the root of the repository. */
  path: string
  text: string
  /** The text without comments. */
  code: string
  imports: { path: string; typeOnly: boolean }[]
}

const sources = ['src', 'test', 'bin', 'bench'].flatMap(readAll)
const inSrc = sources.filter(s => s.path.startsWith('src/') && !s.path.endsWith('.test.ts'))

function readAll(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.[jt]s$/.test(file))
    .map(file => read(join(folder, file)))
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const code = withoutComments(text)
  const imports: Source['imports'] = []
  for (const [, type, target] of code.matchAll(/(?:^|\n)(?:import|export)\s+(type\s)?[^'"]*?from\s+'(\.[^']+)'/g)) {
    imports.push({ path: relative(root, join(root, dirname(path), target!)), typeOnly: type !== undefined })
  }
  for (const [, type, target] of code.matchAll(/(typeof\s+)?\bimport\('(\.[^']+)'\)/g)) {
    imports.push({ path: relative(root, join(root, dirname(path), target!)), typeOnly: type !== undefined })
  }
  return { path, text, code, imports }
}

/** Comments go, strings and templates stay; good enough for our own sources. */
function withoutComments(text: string): string {
  return text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(^|[\s;{(,])\/\/[^\n]*/g,
    (all, string) => (string ? all : ' '),
  )
}

/** The staircase: every part of src and the floor it is on. */
const FLOORS: Record<string, number> = {
  'src/lib/': 0,
  'src/store/': 1,
  'src/engine/': 2,
  'src/api/': 2,
  'src/kinds/': 3,
  'src/cluster/': 3,
  'src/sim.ts': 4,
  'src/session/': 5,
  'src/client/': 6,
  'src/kubectl/': 7,
  'src/terminal.ts': 7,
  'src/shell/': 8,
  'src/main.ts': 9,
}
const partOf = (path: string) => Object.keys(FLOORS).find(part => path.startsWith(part))
const floorOf = (path: string) => FLOORS[partOf(path) ?? ''] ?? Number.NaN

test('every source is on a floor', () => {
  expect(inSrc.map(s => s.path).filter(path => partOf(path) === undefined)).toEqual([])
})

test('imports go down', () => {
  const up = inSrc.flatMap(({ path, imports }) =>
    imports
      .filter(i => i.path !== 'package.json' && !(floorOf(i.path) <= floorOf(path)))
      .map(i => `${path} imports ${i.path}`),
  )
  expect(up).toEqual([])
})

test('kinds and cluster meet through stored objects only', () => {
  const across = inSrc.flatMap(({ path, imports }) => {
    const other = path.startsWith('src/kinds/') ? 'src/cluster/' : path.startsWith('src/cluster/') ? 'src/kinds/' : '-'
    return imports
      .filter(i => i.path.startsWith(other) && !(i.typeOnly && i.path === 'src/cluster/images/image.ts'))
      .map(i => `${path} imports ${i.path}`)
  })
  expect(across).toEqual([])
})

/** Node's `process`; a variable of that name (a container's process) is none. */
function nodeProcess(code: string): string[] {
  if (/\b(?:const|let|readonly)\s+process\b|[(,{]\s*process\b\s*[:,)}]/.test(code)) return []
  return [...code.matchAll(/(?<![\w./])process\.\w+/g)].map(m => m[0])
}

test('floors 0-4 are synchronous and deterministic', () => {
  const forbidden =
    /\basync\b|\bawait \w|\bPromise\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bperformance\.|'node:\w+'/g
  const found = inSrc
    .filter(({ path }) => floorOf(path) <= 4 && !/^src\/store\/(database|installed)\.ts$/.test(path))
    .flatMap(({ path, code }) =>
      [...[...code.matchAll(forbidden)].map(m => m[0]), ...nodeProcess(code)].map(word => `${path}: ${word}`),
    )
  expect(found).toEqual([])
})

test('only the store touches the database', () => {
  const found = inSrc.filter(
    ({ path, code }) => !path.startsWith('src/store/') && /'node:sqlite'|@photostructure|store\/database/.test(code),
  )
  expect(found.map(s => s.path)).toEqual([])
})

test('only the launcher ends the process', () => {
  const found = inSrc.filter(({ code }) => nodeProcess(code).some(word => /\.(exit|exitCode|abort|kill)$/.test(word)))
  expect(found.map(s => s.path)).toEqual([])
})

/** Exported constants of a type, in the files of a folder. */
function exported(folder: string, type: RegExp): { path: string; name: string }[] {
  return inSrc
    .filter(s => s.path.startsWith(folder))
    .flatMap(({ path, code }) =>
      [...code.matchAll(/\bexport const (\w+): (\w+)/g)]
        .filter(m => type.test(m[2]!))
        .map(m => ({ path, name: m[1]! })),
    )
}

const codeOf = (path: string) => inSrc.find(s => s.path === path)?.code ?? ''
const mentions = (path: string, word: string) => new RegExp(`\\b${word}\\b`).test(codeOf(path))

test('every kind has its line in kinds/index.ts', () => {
  const kinds = exported('src/kinds/', /^KindDefinition$/)
  expect(kinds.length).toBeGreaterThan(0)
  expect(kinds.filter(k => !mentions('src/kinds/index.ts', k.name))).toEqual([])
})

test('every image has its line in images/index.ts', () => {
  const images = exported('src/cluster/images/', /^Image$/)
  expect(images.length).toBeGreaterThan(0)
  expect(images.filter(i => !mentions('src/cluster/images/index.ts', i.name))).toEqual([])
})

test('every controller is run by its kind or by cluster/index.ts', () => {
  const lost = exported('src/', /^Controller$/).filter(
    ({ path, name }) => !inSrc.some(s => s.path !== path && new RegExp(`\\b${name}\\b`).test(s.code)),
  )
  expect(lost.filter(({ path, name }) => !codeOf(path).includes(`controllers: [${name}`))).toEqual([])
})

test('every command has its line in commands/index.ts, every sub-command in its command', () => {
  const folder = 'src/kubectl/commands'
  const lost = exported(`${folder}/`, /^Command$/).filter(({ path }) => {
    const top = dirname(path) === folder || path.endsWith('/index.ts')
    const parents = top ? [`${folder}/index.ts`] : inSrc.map(s => s.path).filter(p => p.startsWith(`${folder}/`))
    return !inSrc.some(s => parents.includes(s.path) && s.path !== path && s.imports.some(i => i.path === path))
  })
  expect(lost).toEqual([])
})

test('what a module exports does not change: the bundle hands out copies', () => {
  expect(inSrc.filter(({ code }) => /^export let\b/m.test(code)).map(s => s.path)).toEqual([])
})

test('files are short', () => {
  const long = sources.map(s => ({ path: s.path, lines: s.text.split('\n').length })).filter(s => s.lines > 400)
  expect(long).toEqual([])
})

test('files are called by what they are', () => {
  const vague = /^(utils?|managers?|helpers?|common|misc|shared|stuff)\b/
  expect(sources.map(s => s.path).filter(path => path.split('/').some(part => vague.test(part)))).toEqual([])
})

test('nothing is left for later', () => {
  expect(
    sources.filter(s => s.path !== 'test/tidy.test.ts' && /\b(TODO|FIXME|XXX)\b/.test(s.text)).map(s => s.path),
  ).toEqual([])
})

/** Kinds that the API itself stands on. */
const FOUNDATIONS: Record<string, string[]> = {
  'src/api/namespace.ts': ['namespaces'],
  'src/kubectl/fetch.ts': ['namespaces'],
  'src/engine/recorder.ts': ['events', 'Event'],
}

test('machinery names no kind', () => {
  const machinery = /^src\/(store|engine|api|session|client)\/|^src\/kubectl\/(?!commands\/)/
  const words = kindWords()
  expect(words.size).toBeGreaterThan(10)
  const found = inSrc
    .filter(({ path }) => machinery.test(path))
    .flatMap(({ path, code }) =>
      [...code.matchAll(/'([\w.]+)'/g)]
        .filter(m => words.has(m[1]!) && !FOUNDATIONS[path]?.includes(m[1]!))
        .map(m => `${path}: '${m[1]}'`),
    )
  expect(found).toEqual([])
})

/** `Pod`, `pods`, `deployments.apps`, ... of every kind. */
function kindWords(): Set<string> {
  const words = new Set<string>()
  for (const { path, code } of inSrc) {
    if (!path.startsWith('src/kinds/')) continue
    const group = /\bgroup: '([\w.-]*)'/.exec(code)?.[1]
    for (const [, kind, plural] of code.matchAll(/\bkind: '(\w+)',\s*plural: '(\w+)'/g)) {
      words.add(kind!)
      words.add(plural!)
      if (group) words.add(`${plural}.${group}`)
    }
  }
  return words
}
