// Bundles src into dist/kubesim.js, dist/rest-*.js and dist/reader.js: each one function expression that the launcher compiles (see bin/kubesim.cjs).
// Its first line names the build. Most of the program lies in parts that are entered only when something in them is called.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'
import { takeApart } from './build/parts.js'
import { usualCommands } from './build/used.js'

const root = dirname(fileURLToPath(import.meta.url))

/**
 * Of commander only what reads a line: its entry makes a command that nobody asks for; help, declared arguments and suggestions are
 * kubesim's own; and child_process, for another feature, costs 2 ms at every start.
 */
const lessOfCommander = {
  name: 'less-of-commander',
  setup(bundle) {
    const lib = join(root, 'node_modules', 'commander', 'lib')
    bundle.onResolve({ filter: /^commander$/ }, () => ({ path: 'commander', namespace: 'entry' }))
    bundle.onLoad({ filter: /.*/, namespace: 'entry' }, () => ({
      contents: `export { Command } from './command.js'\nexport { Option } from './option.js'`,
      resolveDir: lib,
    }))
    bundle.onResolve({ filter: /^(node:child_process|\.\/(argument|help|suggestSimilar)(\.js)?)$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'nothing', namespace: 'nothing' } : undefined,
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

/** Every module of the program in one text, as esbuild writes it before it is made small, and their paths. */
async function linked(plugins) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: ['src/main.ts'],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    legalComments: 'none',
    charset: 'ascii',
    plugins,
    external: ['@photostructure/sqlite'],
    // The launcher compiles a script, which has no loader for import(); it becomes a lazy require.
    supported: { 'dynamic-import': false },
    logOverride: { 'empty-import-meta': 'silent' },
  })
  return { code: outputFiles[0].text, paths: new Set(Object.keys(metafile.inputs)) }
}

/** What simulates runs in long loops: its parts reach the core without a detour. The others have a file of their own. */
const isFar = path =>
  /(^|\/)node_modules\/|^src\/(kubectl|shell|lib\/(cel|re2)|cluster\/(seed|why|authorizer))\//.test(path)

/** The part of a module that usual commands do not run: the folder that it is in. */
function partOf(path) {
  const folders = path.replace(/^.*?(?=node_modules\/)|\.\w+$/g, '').split('/')
  const depth = path.startsWith('src/kubectl/commands/') ? 4 : 3
  return `${isFar(path) ? 'far' : 'near'}_${folders.slice(0, depth).join('_').replace(/\W/g, '_')}`
}

/** commander is always there, in one piece. */
const isCore = path => /(^|\/)node_modules\/commander\/|^(nothing|entry):/.test(path)

const program = await linked([lessOfCommander])
const readers = await linked([lessOfCommander, reader])
const usual = usualCommands({ program, reader: readers }, root)
const apart = (text, { modules, isCalled, isRun }, near) =>
  takeApart(text, {
    partOf: path => (modules.has(path) || isCore(path) ? undefined : partOf(path)),
    near,
    isCalled,
    isRun,
  })

async function writeProgram() {
  const { core, rest } = apart(program, usual.program, name => name.startsWith('near_'))
  const { code, id } = await made(rest)
  // A process that runs while another version is installed must not find that one's.
  const file = `rest-${id}.js`
  place(file, code)
  place('kubesim.js', (await made(core(`./${file}`))).code)
  for (const old of readdirSync(dist)) if (/^rest-/.test(old) && old !== file) rmSync(join(dist, old))
}

async function writeReader() {
  const { core } = apart(readers, usual.reader, () => true)
  place('reader.js', (await made(core())).code)
}

/** The text made small, as a function expression behind a line with its name. */
async function made(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    charset: 'ascii',
  })
  // The launcher reads ASCII; esbuild leaves regular expressions as they are.
  const ascii = code.replace(/[^\0-\x7f]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const script = `(function(exports,require,module,__filename,__dirname){${ascii}})`
  const id = createHash('sha256').update(script).digest('hex').slice(0, 16)
  return { id, code: `//${id}\n${script}\n` }
}

/** Renamed into place: a command that starts meanwhile reads the old bundle or the new one. */
function place(name, code) {
  const draft = join(dist, `${name}.${process.pid}`)
  writeFileSync(draft, code)
  renameSync(draft, join(dist, name))
}

rmSync(join(dist, '.cache'), { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
writeFileSync(join(dist, 'descriptions.json'), JSON.stringify(descriptions()))
await writeProgram()
await writeReader()
// The overview needs every command; it is always the same, so it is asked for once.
const overview = spawnSync(process.execPath, [join(root, 'bin', 'kubesim.cjs'), 'help'], { encoding: 'utf8' })
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
