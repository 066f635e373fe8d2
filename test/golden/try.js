// node test/golden/try.js [-q] FILE.session|FOLDER ... : builds, replays recorded sessions from anywhere, shows what differs.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const flags = process.argv.slice(2).filter(arg => arg.startsWith('-'))
const files = process.argv
  .slice(2)
  .filter(arg => !arg.startsWith('-'))
  .flatMap(arg => {
    const path = resolve(arg)
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path).filter(name => name.endsWith('.session'))
    return names.sort().map(name => join(path, name))
  })

await import('../../build.js')
const outfile = join(root, 'node_modules', `.try-${process.pid}.cjs`)
await build({
  entryPoints: [join(here, 'try.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  external: ['@photostructure/sqlite'],
  logOverride: { 'empty-import-meta': 'silent' },
})
try {
  const args = ['--enable-source-maps', outfile, ...flags, ...files]
  const { NODE_EXTRA_CA_CERTS, ...env } = process.env
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(outfile, { force: true })
}
