import { describe, expect, test } from 'vitest'
import type { Reader } from '../../../api/kind.ts'
import { prng } from '../../../lib/prng.ts'
import type { View } from './call.ts'
import { delayedReader, seesAt } from './view.ts'

const TERM = 'service=default/web'

/** A cluster whose one slice has a version; `seen` is the version that the node's rules are of. */
function node() {
  const view: View = { lastSync: -1000, services: {} }
  let version = '1'
  const read = { find: () => [{ metadata: { resourceVersion: version } }] } as unknown as Reader
  return {
    view,
    change: (to: string) => {
      version = to
    },
    seen: (now: number) => {
      const [slice] = delayedReader(read, view, now, purpose => prng(1, purpose)).find<any>(
        'endpointslices.discovery.k8s.io',
        TERM,
      )
      return slice.metadata.resourceVersion
    },
  }
}

describe('what a node sees of endpoints', () => {
  test('at first, all', () => expect(node().seen(0)).toBe('1'))

  test('a change after a quiet time, in less than a tenth of a second', () => {
    const { seen, change, view } = node()
    seen(0)
    change('2')
    expect(seen(5000)).toBe('1')
    const at = seesAt(view, 5000)!
    expect(at).toBeGreaterThanOrEqual(5030)
    expect(at).toBeLessThanOrEqual(5100)
    expect(seen(at - 1)).toBe('1')
    expect(seen(at)).toBe('2')
    expect(seesAt(view, at)).toBeUndefined()
  })

  test('the next one no sooner than a second after', () => {
    const { seen, change, view } = node()
    seen(0)
    change('2')
    seen(5000)
    const first = seesAt(view, 5000)!
    change('3')
    seen(first + 10)
    expect(seesAt(view, first + 10)! - first).toBeGreaterThanOrEqual(1000)
  })

  test('changes that come before the rules are written go in together', () => {
    const { seen, change, view } = node()
    seen(0)
    change('2')
    seen(5000)
    const first = seesAt(view, 5000)!
    change('3')
    seen(first + 100)
    const second = seesAt(view, first + 100)!
    change('4')
    seen(first + 300)
    expect(seesAt(view, first + 300)).toBe(second)
    expect(seen(second)).toBe('4')
  })
})
