import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { prng } from '../lib/prng.ts'
import { openStore } from './sqlite-store.ts'
import type { Due } from './store.ts'

/** What a queue says, in plain words: one item per key, the earlier one wins, first come first served. */
class Plain {
  items: Due[] = []
  #seq = 0

  add(controller: string, key: string, at: number): void {
    const present = this.items.find(item => item.controller === controller && item.key === key)
    if (present && present.at <= at) return
    this.items = this.items.filter(item => item !== present)
    this.items = [...this.items, { at, seq: ++this.#seq, controller, key }].sort((a, b) => a.at - b.at || a.seq - b.seq)
  }

  take(until: number): Due | undefined {
    const [first, ...others] = this.items
    if (!first || first.at > until) return undefined
    this.items = others
    return first
  }
}

const shown = (due: Due | undefined) => due && `${due.at} ${due.controller} ${due.key}`

/** Opens the file anew for every transaction, as commands do, so that what is in memory is always a part of the queue. */
function play(seed: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'kubesim-queue-'))
  const random = prng('queue', seed)
  const below = (n: number) => random.int(n)
  const plain = new Plain()
  let now = 0
  try {
    for (let round = 0; round < 12; round++) {
      const store = openStore(join(folder, 'state.db'), () => ({ index: [], tally: [] }))
      store.begin('write')
      const { queue } = store
      const before = plain.items
      const many = below(4) === 0
      for (let step = below(many ? 200 : 12); step >= 0; step--) {
        const key = `key-${below(many ? 100 : 30)}`
        const controller = `controller-${below(3)}`
        const at = now + below(50)
        if (below(3) > 0) {
          queue.add(controller, key, at)
          plain.add(controller, key, at)
        } else if (below(4) > 0) {
          now += below(8)
          expect(shown(queue.take(now)), `seed ${seed}`).toBe(shown(plain.take(now)))
        } else if (below(3) === 0) expect(shown(queue.peek()), `seed ${seed}`).toBe(shown(plain.items[0]))
        else if (below(6) === 0) expect(queue.all().map(shown), `seed ${seed}`).toEqual(plain.items.map(shown))
      }
      if (below(5) === 0) {
        store.rollback()
        plain.items = before
      } else store.commit()
      store.close()
    }
    const store = openStore(join(folder, 'state.db'), () => ({ index: [], tally: [] }))
    store.begin('read')
    expect(store.queue.all().map(shown), `seed ${seed}`).toEqual(plain.items.map(shown))
    store.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('a queue of which a part is in memory is the queue', () => {
  for (let seed = 0; seed < 40; seed++) play(seed)
})
