'use strict'
/** Keeps compiled code for later runs of the launcher, which says what the files are made of. */
const fs = require('node:fs')

const MONTH = 30 * 86_400_000

/** Keeps the code of scripts that so many `runs` have written, this one counted: in the first folder that can be written to. */
module.exports = function keep(scripts, folders) {
  // A long run may have thrown away what it needed at first.
  const isLong = process.uptime() > 1
  for (const { name, script, runs } of scripts) {
    if (runs === 1 || !isLong) write(folders, name, script.createCachedData(), runs)
  }
}

function write(folders, name, code, runs) {
  for (const folder of folders) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      const draft = `${folder}/${name}.${process.pid}`
      const head = Buffer.from(Int32Array.of(code.length, runs, 0, 0).buffer)
      fs.writeFileSync(draft, Buffer.concat([head, code, code]), { mode: 0o600 })
      fs.renameSync(draft, `${folder}/${name}`)
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
      const path = `${folder}/${file}`
      if (Date.now() - fs.statSync(path).mtimeMs > MONTH) fs.unlinkSync(path)
    } catch {
      // Another process was faster.
    }
  }
}
