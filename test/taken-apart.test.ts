import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { build, transform } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { takeApart } from '../build/parts.js'

const folder = mkdtempSync(join(tmpdir(), 'kubesim-parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PROGRAM = {
  'main.js': `
    import { core } from './core/core.js'
    import { circle } from './core/circle.js'
    export const main = async word => {
      if (word === 'far') return (await import('./far/command.js')).run()
      if (word === 'near') return core.near({ word })
      if (word === 'cold') return core.cold(word)
      if (word === 'circle') return circle()
      return core.usual(word)
    }`,
  'core/core.js': `
    import { grow, Leaf, LEAVES } from '../near/tree.js'
    import { later } from './circle.js'
    import { distant } from '../far/distant.js'
    const PREFIX = 'core:'
    let calls = 0
    export const usual = word => PREFIX + word
    export function cold(word) { calls++; return PREFIX + own(word) + calls }
    function own(word) { return word.toUpperCase() }
    const near = ({ word }) => ({ grow, leaf: new Leaf(word).name, leaves: LEAVES.length, grown: grow(2) })
    export const core = { usual, cold, near, handed: grow, far: distant, table: { later } }`,
  'core/circle.js': `
    import { core, usual } from './core.js'
    const early = { later }
    export function later() { return 'later ' + usual('x') }
    export const circle = () => early.later() + ' ' + core.table.later()`,
  'near/tree.js': `
    import { usual } from '../core/core.js'
    evaluated.push('tree')
    export const LEAVES = ['a', 'b']
    export class Leaf { constructor(name) { this.name = usual(name) } }
    export function grow(n) { return n === 0 ? [] : [...grow(n - 1), new Leaf('leaf' + n).name] }`,
  'far/command.js': `
    import { cold } from '../core/core.js'
    import { LEAVES, grow } from '../near/tree.js'
    import { Distant } from './distant.js'
    evaluated.push('command')
    export const run = () => [cold('c'), cold('d'), grow(1), LEAVES, new Distant().name]`,
  'far/distant.js': `
    evaluated.push('distant')
    export class Distant { name = 'distant' }
    export function distant() { return new Distant().name }`,
}

/** The program above taken apart as \`far\` says, made small as the build does; what is evaluated and which texts are read. */
async function program(far: RegExp) {
  for (const [name, text] of Object.entries(PROGRAM)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: ['main.js'],
    metafile: true,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    supported: { 'dynamic-import': false },
  })
  const code = outputFiles[0]!.text
  const isCalled = ({ start, end }: { start: number; end: number }) =>
    /usual|main|circle|later/.test(code.slice(start - 12, end))
  const partOf = (path: string) => (/^(near|far)/.test(path) ? path.replace(/\W.*/, '') : undefined)
  const { core, rest } = takeApart(
    { code, paths: new Set(Object.keys(metafile.inputs)) },
    { partOf, near: (part: string) => !far.test(part), isCalled, isRun: () => false },
  )
  const texts: Record<string, string> = { core: core('./rest'), './rest': rest }
  const evaluated: string[] = []
  const read: string[] = []
  const load = async (name: string) => {
    const { code: small } = await transform(texts[name]!, { format: 'cjs', minify: true })
    return new Script(`(function(exports, require, module, evaluated) {"use strict";${small}})`).runInThisContext()
  }
  const loaded = { core: await load('core'), './rest': await load('./rest') }
  const enter = (name: 'core' | './rest', names?: unknown) => {
    const module = { exports: {} as any }
    const require = (id: string, given: unknown) => {
      if (id === 'core') return names
      read.push(id)
      return enter(id as './rest', given)
    }
    loaded[name](module.exports, require, module, evaluated)
    return module.exports
  }
  return { main: enter('core').main as (word: string) => Promise<unknown>, evaluated, read }
}

const near = { grow: expect.any(Function), leaf: 'core:near', leaves: 2, grown: ['core:leaf1', 'core:leaf2'] }
const far = ['core:C1', 'core:D2', ['core:leaf1'], ['a', 'b'], 'distant']

test.each([
  ['two texts', /^far/],
  ['one text', /^never/],
  ['all that can be in the other text', /^(near|far)/],
])('a program in %s does what it did', async (_, isFar) => {
  const { main } = await program(isFar)
  expect(await main('usual')).toBe('core:usual')
  expect(await main('near')).toEqual(near)
  expect(await main('far')).toEqual(far)
  expect(await main('cold')).toBe('core:COLD3')
  expect(await main('circle')).toBe('later core:x later core:x')
})

test('what nobody wants is not evaluated, and the other text is not read', async () => {
  const { main, evaluated, read } = await program(/^far/)
  await main('usual')
  await main('circle')
  await main('cold')
  expect({ evaluated, read }).toEqual({ evaluated: ['tree'], read: [] })
  await main('far')
  await main('far')
  expect({ evaluated, read }).toEqual({ evaluated: ['tree', 'distant', 'command'], read: ['./rest'] })
})
