// Bundles src into dist/kubesim.js: one function expression that the launcher compiles (see bin/kubesim.js). Its first line
// names the build. Parts behind `import()` are in the same file but run only when asked for.
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))

/** commander loads child_process for a feature that is not used; that alone costs 2 ms at every start. */
const withoutChildProcess = {
  name: 'without-child-process',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'child_process', namespace: 'nothing' } : undefined,
    )
    bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }))
  },
}

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  write: false,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  charset: 'ascii',
  plugins: [withoutChildProcess],
  external: ['@photostructure/sqlite'],
  // The launcher compiles a script, which has no loader for import(); it becomes a lazy require.
  supported: { 'dynamic-import': false },
  logOverride: { 'empty-import-meta': 'silent' },
})
const code = `(function(exports,require,module,__filename,__dirname){${outputFiles[0].text}})`
const id = createHash('sha256').update(code).digest('hex').slice(0, 16)

const dist = join(root, 'dist')
rmSync(join(dist, '.cache'), { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
// Renamed into place: a command that starts meanwhile reads the old bundle or the new one.
const draft = join(dist, `kubesim.js.${process.pid}`)
writeFileSync(draft, `//${id}\n${code}\n`)
renameSync(draft, join(dist, 'kubesim.js'))
