#!/usr/bin/env node
'use strict'
/**
 * The launcher: compiles the bundle, runs the command line and ends the process with its exit code.
 *
 * Compiling costs more than most commands do, so V8's compiled code is kept in a folder: one file per build, Node version
 * and command, holding the functions that this command ran when it was used the first times. The files are only a speed-up; one
 * that is missing, broken or refused by V8 is written anew. This file is CommonJS because Node starts that several
 * milliseconds sooner than an ES module, and it loads nothing that Node has not loaded anyway.
 */
const fs = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

const dist = join(__dirname, '..', 'dist')
const MONTH = 30 * 86_400_000

/** Where compiled code may lie: beside the bundle, or where the user keeps caches. */
function cacheFolders() {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const own = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
  return own ? [join(dist, '.cache'), join(own, 'kubesim')] : [join(dist, '.cache')]
}

/**
 * The file holds the code twice: V8 crashes on broken code, and comparing two halves is the cheapest check there is. The byte
 * behind says how many runs have used it.
 */
function readCache(name) {
  for (const folder of cacheFolders()) {
    try {
      const path = join(folder, name)
      const all = fs.readFileSync(path)
      const half = (all.length - 1) >> 1
      const code = all.subarray(0, half)
      if (half > 0 && code.equals(all.subarray(half, 2 * half)))
        return { path, code, at: 2 * half, runs: all[2 * half] }
    } catch {
      // Not there: the next folder may have it.
    }
  }
  return undefined
}

/** After so many runs of a command its code is written again: the first may have had nothing to do. */
const AGAIN = [1, 4, 16]

/** The code that a run has used, with what it compiled besides; a long run may have thrown away what it needed at first. */
function improveCache(name, { path, at, runs }, script) {
  if (runs >= AGAIN.at(-1) || process.uptime() > 1) return
  if (AGAIN.includes(runs + 1)) return writeCache(name, script.createCachedData(), runs + 1)
  try {
    const file = fs.openSync(path, 'r+')
    fs.writeSync(file, Uint8Array.of(runs + 1), 0, 1, at)
    fs.closeSync(file)
  } catch {
    // Not writable: then it stays as it is.
  }
}

function writeCache(name, code, runs = 0) {
  for (const folder of cacheFolders()) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      const draft = join(folder, `${name}.${process.pid}`)
      fs.writeFileSync(draft, Buffer.concat([code, code, Uint8Array.of(runs)]), { mode: 0o600 })
      fs.renameSync(draft, join(folder, name))
      return forgetOld(folder)
    } catch {
      // Not writable: the next folder may be.
    }
  }
}

/** Removes what builds and Node versions of long ago have left. */
function forgetOld(folder) {
  for (const file of fs.readdirSync(folder)) {
    try {
      const path = join(folder, file)
      if (Date.now() - fs.statSync(path).mtimeMs > MONTH) fs.unlinkSync(path)
    } catch {
      // Another process was faster.
    }
  }
}

function readBundle(bundle) {
  try {
    // The bundle is ASCII (see build.js): the same text, read in half the time.
    return fs.readFileSync(bundle, 'latin1')
  } catch (error) {
    fs.writeSync(2, `error: cannot read ${bundle} (${error.code}): run "npm run build" first\n`)
    process.exit(1)
  }
}

const argv = process.argv.slice(2)

/** What keeps the compiled code of the files that this process has loaded. */
const keepers = []

/** What a file of the bundle exports. One loads another with `require('./...', core)`, which then has `core`. */
function load(file, core) {
  const bundle = join(dist, file)
  const source = readBundle(bundle)
  const command = /^[a-z][a-z-]*$/.test(argv[0]) ? argv[0] : 'none'
  // One object and many go different ways.
  const operands = Math.min(3, argv.filter(word => word[0] !== '-').length)
  const name = `${source.slice(2, 18)}-${process.version}-${process.arch}-${command}-${operands}`
  const cached = readCache(name)
  const script = new Script(source, { filename: bundle, cachedData: cached?.code })
  keepers.push(() => {
    if (cached && !script.cachedDataRejected) improveCache(name, cached, script)
    else writeCache(name, script.createCachedData())
  })
  const loaded = { exports: {} }
  const requireHere = (id, given) => (id === 'core' ? core : id.startsWith('./') ? load(id, given) : require(id))
  script.runInThisContext()(loaded.exports, requireHere, loaded, bundle, dist)
  return loaded.exports
}

/** The compiled code is as good as this command made it; what makes a cluster is wanted once. */
function keep({ happened }) {
  if (!happened) for (const write of keepers) write()
}

/** The exit code of what is a bug, and of what the reader cannot do. */
const BUG = 70

/** Whether the command only looks, so that the reader may try. For tests: KUBESIM_READER=0 says it may not, 1 that it must. */
function looks() {
  if (process.env.KUBESIM_READER === '0') return false
  if (argv[0] === 'version' || argv[0] === 'completion') return true
  if (argv[0] === '__complete') return argv[2] === 'get'
  return (
    argv[0] === 'get' &&
    !argv.some(word => /^(-[a-zA-Z]*[wfkR]|--(watch|filename|kustomize|recursive|show-managed-fields|as))/.test(word))
  )
}

/** What the reader said; undefined when it is beyond it, and then nobody has heard of it. */
async function read() {
  const { main, terminal, creation } = load('reader.js')
  const io = terminal(process)
  const held = []
  const hold = to => ({ value: text => held.push([to, text]) })
  const code = await main(argv, Object.create(io, { stdout: hold('stdout'), stderr: hold('stderr') }))
  if (code === BUG && process.env.KUBESIM_READER !== '1') {
    // What it ran until then is not what a later `get` will run.
    keepers.length = 0
    return undefined
  }
  if (code === 0) keep(creation)
  for (const [to, text] of held) io[to](text)
  return code
}

/** `--help` alone: what the build has asked for. Undefined when that is not there. */
function overview() {
  if (argv.length !== 1 || (argv[0] !== '--help' && argv[0] !== '-h')) return undefined
  try {
    return fs.readFileSync(join(dist, 'overview.txt'), 'utf8')
  } catch {
    return undefined
  }
}

async function run() {
  const text = overview()
  if (text !== undefined) {
    fs.writeSync(1, text)
    return 0
  }
  const code = looks() ? await read() : undefined
  if (code !== undefined) return code
  const { main, terminal, creation } = load('kubesim.js')
  const result = await main(argv, terminal(process))
  if (result === 0) keep(creation)
  return result
}

run().then(
  code => process.exit(code),
  error => {
    // A pipe whose reader has gone, as a shell tells it.
    if (error.code === 'EPIPE') process.exit(141)
    throw error
  },
)
