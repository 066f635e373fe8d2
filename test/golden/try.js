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
// A process for each session: one that hangs or eats memory ends alone.
let passed = 0
try {
  const { NODE_EXTRA_CA_CERTS, ...env } = process.env
  for (const file of files) {
    const args = ['--enable-source-maps', '--max-old-space-size=800', outfile, ...flags, file]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env,
      timeout: 60_000,
      encoding: 'utf8',
    })
    if (status === 0) passed++
    process.stdout.write(stdout)
    if (status === null || status > 1)
      console.log(`FAIL ${file} did not end, or crashed:\n${stderr.trimEnd().slice(-2000)}`)
  }
} finally {
  rmSync(outfile, { force: true })
}
console.log(`${passed} of ${files.length} sessions pass`)
process.exitCode = passed === files.length ? 0 : 1
