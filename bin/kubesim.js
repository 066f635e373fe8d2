#!/usr/bin/env node
'use strict'
/**
 * The launcher: compiles the bundle, runs the command line and ends the process with its exit code.
 *
 * Compiling costs more than most commands do, so V8's compiled code is kept in a folder: one file per build, Node version
 * and command, holding the functions that this command ran when it was first used. The files are only a speed-up; one
 * that is missing, broken or refused by V8 is written anew. This file is CommonJS because Node starts that several
 * milliseconds sooner than an ES module, and it loads nothing that Node has not loaded anyway.
 */
const fs = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

const dist = join(__dirname, '..', 'dist')
const bundle = join(dist, 'kubesim.js')
const MONTH = 30 * 86_400_000

/** Where compiled code may lie: beside the bundle, or where the user keeps caches. */
function cacheFolders() {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const own = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
  return own ? [join(dist, '.cache'), join(own, 'kubesim')] : [join(dist, '.cache')]
}

/** The file holds the code twice: V8 crashes on broken code, and comparing two halves is the cheapest check there is. */
function readCache(name) {
  for (const folder of cacheFolders()) {
    try {
      const both = fs.readFileSync(join(folder, name))
      const half = both.length >> 1
      const first = both.subarray(0, half)
      if (half > 0 && first.equals(both.subarray(half))) return first
    } catch {
      // Not there: the next folder may have it.
    }
  }
  return undefined
}

function writeCache(name, code) {
  for (const folder of cacheFolders()) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      const draft = join(folder, `${name}.${process.pid}`)
      fs.writeFileSync(draft, Buffer.concat([code, code]), { mode: 0o600 })
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

function readBundle() {
  try {
    // The bundle is ASCII (see build.js): the same text, read in half the time.
    return fs.readFileSync(bundle, 'latin1')
  } catch (error) {
    fs.writeSync(2, `error: cannot read ${bundle} (${error.code}): run "npm run build" first\n`)
    process.exit(1)
  }
}

const source = readBundle()
const argv = process.argv.slice(2)
const command = /^[a-z][a-z-]*$/.test(argv[0]) ? argv[0] : 'none'
const name = `${source.slice(2, 18)}-${process.version}-${process.arch}-${command}`
const cachedData = readCache(name)
const script = new Script(source, { filename: bundle, cachedData })
const loaded = { exports: {} }
script.runInThisContext()(loaded.exports, require, loaded, bundle, dist)
const { main, terminal } = loaded.exports

main(argv, terminal(process)).then(code => {
  if (code === 0 && (cachedData === undefined || script.cachedDataRejected)) writeCache(name, script.createCachedData())
  process.exit(code)
})
