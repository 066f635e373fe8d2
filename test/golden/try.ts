import { replay, report } from './replay.ts'

/** Replays the sessions and prints what differs; `-q` only the outcome of each. Exit code 1 if any differs. */
async function tryAll(files: readonly string[], quiet: boolean): Promise<void> {
  let passed = 0
  for (const file of files) {
    try {
      const result = await replay(file)
      const { length } = result.differences
      if (length === 0) passed++
      console.log(`${length === 0 ? 'pass' : 'FAIL'} ${file} ${result.steps - length}/${result.steps}`)
      if (length > 0 && !quiet) console.log(report(file, result))
    } catch (error) {
      console.log(`FAIL ${file}\n${(error as Error).stack}`)
    }
  }
  console.log(`${passed} of ${files.length} sessions pass`)
  process.exitCode = passed === files.length ? 0 : 1
}

const args = process.argv.slice(2)
void tryAll(
  args.filter(arg => arg !== '-q'),
  args.includes('-q'),
)
