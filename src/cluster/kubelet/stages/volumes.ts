import { patience } from '../back-off.ts'
import type { Stage } from '../stage.ts'

const LONGEST = 122_000

/** Volumes cannot be mounted: a ConfigMap or Secret is missing. Tried again after 0.5 s, 1 s, 2 s ... 2 m 2 s. */
export const mount: Stage<undefined> = {
  name: 'mount',
  applies: life => !life.terminating && life.unmountable.length > 0,
  after: ({ memory }) => {
    const tries = memory.mounts ?? 0
    return tries === 0 ? 0 : patience(tries, Math.min(LONGEST, 500 * 2 ** (tries - 1)))
  },
  next: life => {
    life.memory.mounts = (life.memory.mounts ?? 0) + 1
    for (const { volume, error, message } of life.unmountable) {
      life.event('Warning', 'FailedMount', message ?? `MountVolume.SetUp failed for volume "${volume}" : ${error}`)
    }
  },
  waits: ({ memory }) => (memory.mounts ?? 0) > 0,
}
