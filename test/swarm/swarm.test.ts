import { expect, test } from 'vitest'
import { invent, shortened } from './history.ts'
import { shown } from './step.ts'

/**
 * Random histories against rules that hold in all of them (checkers/), and against the law of time: looking never changes
 * history. A failure prints its seed and as few commands as will show it. `KUBESIM_SWARM_SEED=n npx vitest run test/swarm`
 * plays one seed again, `KUBESIM_SWARM_RUNS=n` so many from there on.
 */
const seed = Number(process.env['KUBESIM_SWARM_SEED'] ?? 1)
const runs = Number(process.env['KUBESIM_SWARM_RUNS'] ?? (process.env['KUBESIM_SWARM_SEED'] ? 1 : 12))
const STEPS = 50
/** How long a failure may look for a shorter form of itself, in ms. */
const PATIENCE = 20_000

test.each(Array.from({ length: runs }, (_, i) => seed + i))('seed %i', async seed => {
  const history = await invent(seed, STEPS)
  if (history.broken.length === 0) return
  const until = Date.now() + PATIENCE
  const { broken, steps } = await shortened(history, () => Date.now() > until)
  expect.fail(`KUBESIM_SWARM_SEED=${seed}\n${broken.join('\n')}\n\n${steps.map(shown).join('\n')}`)
})
