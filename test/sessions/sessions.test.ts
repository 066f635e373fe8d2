import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatSession, parseSession, type Step } from '../session-file.ts'
import { Shell } from '../shell.ts'

/**
 * Shell sessions as a person would see them, on a cluster with a fixed seed and a virtual clock: same commands, same
 * bytes. `npm run sessions:update` writes what is answered now.
 */
for (const file of readdirSync(import.meta.dirname)) {
  if (!file.endsWith('.session')) continue
  test(file, async () => {
    const path = join(import.meta.dirname, file)
    const shell = new Shell({ manifests: 'manifests' })
    const steps: Step[] = []
    try {
      for (const step of parseSession(readFileSync(path, 'utf8'))) {
        steps.push({ ...step, ...(await shell.run(step.command)) })
      }
    } finally {
      shell.close()
    }
    await expect(formatSession(steps)).toMatchFileSnapshot(path)
  })
}
