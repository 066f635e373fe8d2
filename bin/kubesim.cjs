#!/usr/bin/env node
'use strict'
/**
 * The launcher: compiles the bundle, runs the command line and ends the process with its exit code.
 *
 * Compiling costs more than most commands do, so V8's compiled code is kept in a folder: one file per build, Node version
 * and command, holding the functions that this command ran when it was used the first times. The files are only a speed-up; one
 * that is missing, broken or refused by V8 is written anew (see keep.cjs). This file is CommonJS because Node starts that several
 * milliseconds sooner than an ES module, and it loads nothing that Node has not loaded anyway. It is compiled at every
 * start, and so is every function of Node's that it calls: there are few of both.
 */
const fs = require('node:fs')
const { Script } = require('node:vm')

const dist = `${__dirname}/../dist`
const argv = process.argv.slice(2)

/** Where compiled code may lie: beside the bundle, or where the user keeps caches. */
function cacheFolders() {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const own = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && `${HOME}/.cache`)
  return own ? [`${dist}/.cache`, `${own}/kubesim`] : [`${dist}/.cache`]
}

/**
 * Where files are read to, one after the other (bytes): fresh memory comes from the system page by page, which takes longer than
 * reading does. Room that no file has needed is never touched.
 */
const room = new ArrayBuffer(1 << 22)
const PIECE = 1 << 16

/**
 * The file holds the code twice: V8 crashes on broken code, and comparing two halves is the cheapest check there is. Before them
 * stand how long the code is (bytes) and how many runs have written it. The code lies in `room`, until the next file is read.
 */
function readCache(name) {
  for (const folder of cacheFolders()) {
    try {
      const file = fs.openSync(`${folder}/${name}`)
      try {
        const head = new Int32Array(4)
        if (!fills(file, head)) continue
        const code = new Uint8Array(room, 0, head[0])
        if (code.length > 0 && fills(file, code) && repeats(file, code)) return { code, runs: head[1] }
      } finally {
        fs.closeSync(file)
      }
    } catch {
      // Not there, or of no length that can be: the next folder may have it.
    }
  }
  return undefined
}

/** Whether a file goes on with the same bytes. */
function repeats(file, code) {
  const piece = new ArrayBuffer(PIECE)
  for (let at = 0; at < code.length; at += PIECE) {
    const length = Math.min(PIECE, code.length - at)
    const other = new Uint8Array(piece, 0, length)
    if (!fills(file, other) || Buffer.compare(new Uint8Array(room, at, length), other) !== 0) return false
  }
  return true
}

/** Whether the next bytes of a file are as many as these. */
const fills = (file, bytes) => fs.readvSync(file, [bytes]) === bytes.byteLength

function readBundle(bundle) {
  try {
    const file = fs.openSync(bundle)
    let length = 0
    for (let read = 1; read > 0; length += read) read = fs.readvSync(file, [new Uint8Array(room, length)])
    fs.closeSync(file)
    if (length === room.byteLength) return fs.readFileSync(bundle, 'latin1')
    // The bundle is ASCII (see build.js): the same text, read in half the time.
    return Buffer.prototype.latin1Slice.call(new Uint8Array(room, 0, length))
  } catch (error) {
    fs.writeSync(2, `error: cannot read ${bundle} (${error.code}): run "npm run build" first\n`)
    process.exit(1)
  }
}

/** What of the loaded files' compiled code is worth keeping. */
const worth = []
/** The first runs of a command each write its code, as one may have had nothing to do; later, one of so many looks for more. */
const FIRST = 3
const RARELY = 64

/** What a file of the bundle exports. One loads another with `require('./...', core)`, which then has `core`. */
function load(file, core) {
  const bundle = `${dist}/${file}`
  const source = readBundle(bundle)
  const command = /^[a-z][a-z-]*$/.test(argv[0]) ? argv[0] : 'none'
  // One object and many go different ways.
  const operands = Math.min(3, argv.filter(word => word[0] !== '-').length)
  const name = `${source.slice(2, 18)}-${process.version}-${process.arch}-${command}-${operands}`
  const cached = readCache(name)
  const script = new Script(source, { filename: bundle, cachedData: cached?.code })
  const runs = cached && !script.cachedDataRejected ? cached.runs : 0
  if (runs < FIRST || Date.now() % RARELY === 0) worth.push({ name, script, runs: runs + 1 })
  const loaded = { exports: {} }
  const requireHere = (id, given) => (id === 'core' ? core : id.startsWith('./') ? load(id, given) : require(id))
  script.runInThisContext()(loaded.exports, requireHere, loaded, bundle, dist)
  return loaded.exports
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
async function readOnly() {
  const { main, terminal, creation } = load('reader.js')
  const io = terminal(process)
  const held = []
  const hold = to => ({ value: text => held.push([to, text]) })
  const code = await main(argv, Object.create(io, { stdout: hold('stdout'), stderr: hold('stderr') }))
  if (code === BUG && process.env.KUBESIM_READER !== '1') {
    // What it ran until then is not what a later `get` will run.
    worth.length = 0
    return undefined
  }
  keep(code, creation)
  for (const [to, text] of held) io[to](text)
  return code
}

/** The compiled code is as good as this command made it; what makes a cluster is wanted once. */
function keep(code, { happened }) {
  if (worth.length > 0 && code === 0 && !happened) require('./keep.cjs')(worth, cacheFolders())
}

/** `--help` alone: what the build has asked for. Undefined when that is not there. */
function overview() {
  try {
    return fs.readFileSync(`${dist}/overview.txt`, 'utf8')
  } catch {
    return undefined
  }
}

async function run() {
  const text = argv.length === 1 && (argv[0] === '--help' || argv[0] === '-h') ? overview() : undefined
  if (text !== undefined) {
    fs.writeSync(1, text)
    return 0
  }
  const said = looks() ? await readOnly() : undefined
  if (said !== undefined) return said
  const { main, terminal, creation } = load('kubesim.js')
  const code = await main(argv, terminal(process))
  keep(code, creation)
  return code
}

run().then(
  code => process.exit(code),
  error => {
    // A pipe whose reader has gone, as a shell tells it.
    if (error.code === 'EPIPE') process.exit(141)
    throw error
  },
)
