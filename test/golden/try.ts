import { replay, report } from './replay.ts'

/** Replays one session and prints what differs; `-q` only the outcome. Tells on standard error where it is. */
async function tryOne(file: string, quiet: boolean): Promise<void> {
  const result = await replay(file, step => process.stderr.write(`${file}:${step.line}: $ ${step.command}\n`))
  const { length } = result.differences
  console.log(`${length === 0 ? 'pass' : 'FAIL'} ${file} ${result.steps - length}/${result.steps}`)
  if (length > 0 && !quiet) console.log(report(file, result))
  process.exitCode = length === 0 ? 0 : 1
}

const args = process.argv.slice(2)
tryOne(args.find(arg => arg !== '-q')!, args.includes('-q')).catch(error => {
  console.log(`FAIL ${args.at(-1)}\n${error.stack}`)
  process.exitCode = 1
})
