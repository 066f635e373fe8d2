import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { replay, report } from './replay.ts'

const root = import.meta.dirname

/** What a real control plane answered; a session that passes is copied here from the recordings and never edited. */
for (const area of readdirSync(root, { withFileTypes: true })) {
  if (!area.isDirectory() || area.name === 'manifests') continue
  describe(area.name, () => {
    for (const file of readdirSync(join(root, area.name))) {
      if (!file.endsWith('.session')) continue
      test(file, async () => {
        const result = await replay(join(root, area.name, file))
        expect(result.differences, report(file, result)).toHaveLength(0)
      })
    }
  })
}
