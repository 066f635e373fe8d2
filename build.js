// Bundles src into dist/kubesim.js: one function expression that the launcher compiles (see bin/kubesim.js). Its first line
// names the build. Parts behind `import()` are in the same file but run only when asked for.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
writeFileSync(join(dist, 'descriptions.json'), JSON.stringify(descriptions()))
// Renamed into place: a command that starts meanwhile reads the old bundle or the new one.
const draft = join(dist, `kubesim.js.${process.pid}`)
writeFileSync(draft, `//${id}\n${code}\n`)
renameSync(draft, join(dist, 'kubesim.js'))

/**
 * What the fields of the API are for, for `explain`, out of the comments of kubernetes-types: by definition
 * (`apps.v1.Deployment`), the text of the type and those of its fields.
 */
function descriptions() {
  const types = join(root, 'node_modules', 'kubernetes-types')
  const found = {}
  for (const group of readdirSync(types, { withFileTypes: true })) {
    if (!group.isDirectory()) continue
    for (const file of readdirSync(join(types, group.name))) {
      const text = readFileSync(join(types, group.name, file), 'utf8')
      const version = file.replace('.d.ts', '')
      for (const [, about, name, body] of text.matchAll(
        /(?:\/\*\* (.*?) \*\/\n)?export interface (\w+) \{\n([\s\S]*?)\n\}/g,
      )) {
        const fields = {}
        for (const [, told, field] of body.matchAll(/\/\*\* (.*?) \*\/\n\s+(?:readonly )?"?([\w$-]+)"?\??:/g))
          fields[field] = told
        found[`${group.name}.${version}.${name}`] = [about ?? '', fields]
      }
    }
  }
  return found
}
