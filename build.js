// Bundles src into dist/kubesim.js and dist/reader.js: each one function expression that the launcher compiles (see bin/kubesim.js). Its first line
// names the build. Parts behind `import()` are in the same file but run only when asked for.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
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

/**
 * The reader is a smaller bundle for commands that only look while nothing is due: most of them. Everything that writes, decides or
 * plays is left out of it, so that it starts sooner; whoever calls something that was left out gets an error, and the launcher
 * runs the whole program instead. What the reader prints is what the whole program prints: it is made of the same sources.
 */
const reader = {
  name: 'reader',
  setup(bundle) {
    bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const file = relative(root, path)
      if (file === 'src/cluster/index.ts') return { contents: 'export const controllers = [], handlers = {}' }
      if (file === 'src/engine/engine.ts')
        return { contents: "export * from './idle-engine.ts'", resolveDir: dirname(path) }
      if (!isLeftOut(file)) return undefined
      const text = readFileSync(path, 'utf8')
      const names = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(match => match[1])
      const beyond = join(root, 'src', 'engine', 'beyond.ts')
      const stubs = names.map(name => `export const ${name} = function () { throw new Beyond() }`)
      return {
        contents: `import { Beyond } from ${JSON.stringify(beyond)}\n${stubs.join('\n')}`,
        resolveDir: dirname(path),
      }
    })
    bundle.onResolve({ filter: /^(yaml|cli-table3)$/ }, () => ({ path: 'nothing', namespace: 'nothing' }))
    bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }))
  },
}

const READS = /^src\/kubectl\/commands\/(index|get|version|completion)\.ts$|^src\/kubectl\/commands\/get\//
/** Of the kinds, what is only wanted for writing, deciding and describing. */
const DECIDES =
  /(^|\/|-)(controller|validate|validation|prepare|describe|rollout|warnings|defaults|plan|update|admission|binder|reclaimer|lifecycle|mirroring|packing|check|definition|fill)(-|\.|\/)/

const LEFT_OUT = [
  /^src\/(cluster|shell)\//,
  /^src\/api\/(managed-fields|schema)\//,
  /^src\/api\/verbs\/(apply|connect|create|delete|patch|update)\./,
  /^src\/kubectl\/manifests\//,
  /^src\/lib\/(json-patch|merge-patch|strategic-|three-way-patch|patch-conflict|unified-diff)/,
]

const isLeftOut = file =>
  LEFT_OUT.some(part => part.test(file)) ||
  (file.startsWith('src/kubectl/commands/') && !READS.test(file)) ||
  (file.startsWith('src/kinds/') && DECIDES.test(file))

const dist = join(root, 'dist')

async function bundle(name, plugins) {
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
    plugins,
    external: ['@photostructure/sqlite'],
    // The launcher compiles a script, which has no loader for import(); it becomes a lazy require.
    supported: { 'dynamic-import': false },
    logOverride: { 'empty-import-meta': 'silent' },
  })
  const code = `(function(exports,require,module,__filename,__dirname){${outputFiles[0].text}})`
  const id = createHash('sha256').update(code).digest('hex').slice(0, 16)
  // Renamed into place: a command that starts meanwhile reads the old bundle or the new one.
  const draft = join(dist, `${name}.${process.pid}`)
  writeFileSync(draft, `//${id}\n${code}\n`)
  renameSync(draft, join(dist, name))
}

rmSync(join(dist, '.cache'), { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
writeFileSync(join(dist, 'descriptions.json'), JSON.stringify(descriptions()))
await bundle('kubesim.js', [withoutChildProcess])
await bundle('reader.js', [withoutChildProcess, reader])
// The overview needs every command; it is always the same, so it is asked for once.
const overview = spawnSync(process.execPath, [join(root, 'bin', 'kubesim.js'), 'help'], { encoding: 'utf8' })
if (overview.status !== 0) throw new Error(overview.stderr)
writeFileSync(join(dist, 'overview.txt'), overview.stdout)

/** What a comment says, without the stars of its lines. */
function commentText(comment) {
  return comment.replace(/^[ \t]*\*(?: |$)?/gm, '').trim()
}

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
        /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export interface (\w+) \{\n([\s\S]*?)\n\}/g,
      )) {
        const fields = {}
        for (const [, told, field] of body.matchAll(
          /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n\s+(?:readonly )?"?([\w$-]+)"?\??:/g,
        ))
          fields[field] = commentText(told)
        found[`${group.name}.${version}.${name}`] = [commentText(about ?? ''), fields]
      }
    }
  }
  return found
}
