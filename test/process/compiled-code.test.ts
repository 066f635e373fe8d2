import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { Running } from './terminal.ts'

/** The launcher's compiled code, of an installation of our own: V8 crashes on code that is broken. */

const folder = mkdtempSync(join(tmpdir(), 'kubesim-installed-'))
const cache = join(folder, 'dist/.cache')
const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env
const env = { ...inherited, KUBESIM_HOME: join(folder, 'home'), KUBESIM_CLOCK: 'virtual' }
for (const part of ['bin', 'dist', 'package.json']) {
  cpSync(part, join(folder, part), { recursive: true, filter: path => !path.endsWith('.cache') })
}
symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
afterAll(() => rmSync(folder, { recursive: true }))

const argv = (line: string) => [join(folder, 'bin/kubesim.cjs'), ...line.split(' ')]

function kubesim(line: string) {
  const { stdout, stderr, status } = spawnSync(process.execPath, argv(line), { env, encoding: 'utf8' })
  return { stdout, stderr, status }
}

/** One goes through the reader, one through the core, one through a part in the other file. */
const LINES = ['get nodes', 'label node kubesim-worker a=b --overwrite', 'describe node kubesim-worker']
const once = () => LINES.map(kubesim)

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true })
  once()
})

const damages: [what: string, damage: (file: string) => void][] = [
  ['cut short', file => truncateSync(file, 100_001)],
  ['emptied', file => truncateSync(file, 0)],
  ['written over', file => writeFileSync(file, readFileSync(file).fill(0x5a, 5_000, 5_064))],
  ['of zeros', file => writeFileSync(file, readFileSync(file).fill(0, 4_096))],
  ['with a wrong length', file => writeFileSync(file, readFileSync(file).fill(0x7f, 0, 4))],
  ['with too small a length', file => writeFileSync(file, readFileSync(file).fill(0, 2, 4))],
]
test.each(damages)('%s', (_, damage) => {
  const expected = once()
  const files = readdirSync(cache)
  expect(files.length).toBeGreaterThan(LINES.length)
  for (const file of files) damage(join(cache, file))
  expect(once()).toEqual(expected)
  expect(once()).toEqual(expected)
})

test('many processes write it at once', async () => {
  const expected = kubesim('describe node kubesim-worker')
  rmSync(cache, { recursive: true })
  const ends = await Promise.all(
    Array.from(
      { length: 6 },
      () => new Running(spawn(process.execPath, argv('describe node kubesim-worker'), { env })).end,
    ),
  )
  for (const { code, stdout } of ends) expect([code, stdout]).toEqual([0, expected.stdout])
  expect(kubesim('describe node kubesim-worker')).toEqual(expected)
})
