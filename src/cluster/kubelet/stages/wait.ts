import type { Stage } from '../stage.ts'

/** Nothing is tried until a back-off is over. */
export const backOff: Stage = {
  name: 'back-off',
  applies: (life, { facts }) => !life.terminating && facts.wait !== undefined,
  after: (life, { facts }) => facts.wait!.until - life.now,
  next: (_, { facts }) => {
    delete facts.wait
    if (facts.image) facts.image.retrying = true
  },
  waits: () => true,
}
