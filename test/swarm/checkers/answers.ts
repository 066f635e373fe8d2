import type { Checker } from './checker.ts'

const REPORT = /^(?:[a-z]+(?:\.[\w.]+)?)\/(\S+) (created|configured)$/gm

/** A command does what it says: every object it reports is in the log, and one that is refused leaves nothing. */
export const answers = (): Checker => ({
  name: 'answers are true',
  command({ argv }, { code, stdout, stderr }, changes) {
    if (argv[0] === 'curl') return []
    if (code !== 0 && code !== 1) return [`exit ${code}: ${stderr}`]
    // The first command of a history makes the cluster, whatever becomes of it.
    const wrote = changes[0]?.revision === 1 ? 0 : changes.length
    if (code === 1 && stdout === '' && wrote > 0) return [`was refused, and wrote ${wrote} times`]
    const said = argv.includes('--dry-run=server') ? [] : [...stdout.matchAll(REPORT)]
    return said
      .filter(([, name]) => !changes.some(change => change.object.metadata.name === name))
      .map(([line]) => `said ${JSON.stringify(line)}, and wrote nothing of the kind`)
  },
})
