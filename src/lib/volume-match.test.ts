import { expect, it } from 'vitest'
import type { PersistentVolume, PersistentVolumeClaim } from './objects.ts'
import { bestMatch } from './volume-match.ts'

/** `name size modes [class] [phase] [for=claim]` */
function volume(text: string): PersistentVolume {
  const [name, storage, modes, className = '', phase = 'Available', claimed] = text.split(' ')
  return {
    metadata: { name, labels: { disk: name } },
    spec: {
      capacity: { storage },
      accessModes: modesOf(modes!),
      storageClassName: className === '-' ? '' : className,
      volumeMode: 'Filesystem',
      ...(claimed && { claimRef: { namespace: 'default', name: claimed.slice(4) } }),
    },
    status: { phase },
  } as unknown as PersistentVolume
}

const MODES: Record<string, string> = { O: 'ReadWriteOnce', R: 'ReadOnlyMany', M: 'ReadWriteMany' }
const modesOf = (letters: string) => [...letters].map(letter => MODES[letter]!)

const claim = (size: string, modes: string, rest: object = {}): PersistentVolumeClaim =>
  ({
    metadata: { name: 'data', namespace: 'default', uid: 'u' },
    spec: {
      accessModes: modesOf(modes),
      resources: { requests: { storage: size } },
      volumeMode: 'Filesystem',
      ...rest,
    },
    status: {},
  }) as unknown as PersistentVolumeClaim

it.each<[string, PersistentVolumeClaim, string[], string | undefined]>([
  ['the smallest that is large enough', claim('1Gi', 'O'), ['a 5Gi O', 'b 2Gi O', 'c 512Mi O'], 'b'],
  ['none large enough', claim('10Gi', 'O'), ['a 5Gi O'], undefined],
  ['of the class', claim('1Gi', 'O', { storageClassName: 'fast' }), ['a 1Gi O', 'b 2Gi O fast'], 'b'],
  ['no class asks for none', claim('1Gi', 'O'), ['a 1Gi O fast'], undefined],
  ['all modes', claim('1Gi', 'OR'), ['a 1Gi O', 'b 2Gi OR'], 'b'],
  ['few modes before small size', claim('1Gi', 'O'), ['a 1Gi OM', 'b 9Gi O'], 'b'],
  ['released ones are not free', claim('1Gi', 'O'), ['a 1Gi O - Released', 'b 3Gi O'], 'b'],
  ['made for another', claim('1Gi', 'O'), ['a 1Gi O - Available for=other', 'b 3Gi O'], 'b'],
  ['made for it, larger', claim('1Gi', 'O'), ['a 1Gi O', 'b 3Gi O - Available for=data'], 'b'],
  ['made for it, too small', claim('2Gi', 'O'), ['a 2Gi O', 'b 1Gi O - Available for=data'], 'a'],
  ['by label', claim('1Gi', 'O', { selector: { matchLabels: { disk: 'b' } } }), ['a 1Gi O', 'b 3Gi O'], 'b'],
  ['block and files do not mix', claim('1Gi', 'O', { volumeMode: 'Block' }), ['a 1Gi O'], undefined],
])('%s', (_, wanted, volumes, name) => {
  expect(bestMatch(wanted, volumes.map(volume), false)?.metadata.name).toBe(name)
})

it('a claim that waits for its consumer takes only a volume made for it', () => {
  expect(bestMatch(claim('1Gi', 'O'), [volume('a 1Gi O')], true)).toBeUndefined()
})
