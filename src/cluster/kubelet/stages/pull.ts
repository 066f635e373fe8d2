import { parseReference } from '../../images/reference.ts'
import { nextBackOff, patience } from '../back-off.ts'
import { wait } from '../container-status.ts'
import type { Life, Part } from '../life.ts'
import { checkTime, pulledMessage, pullError, pullTime } from '../pull.ts'
import { onGrid, type Stage } from '../stage.ts'
import { hasTurn, wantsStart } from '../turn.ts'

/** It is to be started now. */
export const isStarting = (life: Life, part: Part): boolean => wantsStart(part) && hasTurn(life, part)

const imageOf = (part: Part) => part.container.image!
const isPresent = (life: Life, image: string) => (life.images.readyAt(image) ?? Number.POSITIVE_INFINITY) <= life.now

/** The image is brought to the node, unless it is there already. */
export const pull: Stage = {
  name: 'pull',
  applies: (life, part) => !part.facts.pulled && isStarting(life, part),
  enter: (life, part) => {
    const image = imageOf(part)
    const policy = part.container.imagePullPolicy ?? 'IfNotPresent'
    if (life.standIn) part.facts.pulled = true
    else if (!parseReference(image)) {
      const parse = `couldn't parse image name "${image}": invalid reference format`
      const message = `Failed to apply default image tag "${image}": ${parse}`
      life.event('Warning', 'InspectFailed', message, part)
      fail(life, part, 'InvalidImageName', message)
    } else if (policy !== 'Always' && isPresent(life, image)) {
      const message = `Container image "${image}" already present on machine and can be accessed by the pod`
      life.event('Normal', 'Pulled', message, part)
      part.facts.pulled = true
    } else if (policy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`
      life.event('Warning', 'ErrImageNeverPull', message, part)
      fail(life, part, 'ErrImageNeverPull', message)
    } else {
      life.event('Normal', 'Pulling', `Pulling image "${image}"`, part)
      part.facts.pullingSince = life.now
    }
  },
  after: (life, part, rng) => {
    const image = imageOf(part)
    if (isPresent(life, image)) return checkTime(rng)
    const ready = life.images.readyAt(image)
    // Somebody else's pull on this node brings the image for all who wait for it.
    if (ready !== undefined) return ready - life.now
    const done = onGrid(life.now + pullTime(image, rng))
    if (!pullError(image, life.read)) life.images.add(image, done)
    return done - life.now
  },
  next: (life, part) => {
    const image = imageOf(part)
    const error = pullError(image, life.read)
    const since = part.facts.pullingSince ?? life.now
    delete part.facts.pullingSince
    if (error) {
      life.event('Warning', 'Failed', `Failed to pull image "${image}": ${error}`, part)
      fail(life, part, 'ErrImagePull', error)
      return
    }
    part.facts.pulled = true
    delete part.facts.image
    if (!part.facts.crash) delete part.facts.of
    life.event('Normal', 'Pulled', pulledMessage(image, life.now - since), part)
  },
}

function fail(life: Life, part: Part, reason: string, error: string): void {
  const { facts } = part
  const { delay, at } = nextBackOff(facts.image, life.now, life.now)
  facts.of = imageOf(part)
  facts.image = { delay, at, error, reason, tries: (facts.image?.tries ?? 0) + 1 }
  life.event('Warning', 'Failed', `Error: ${reason}`, part)
  life.allocate()
  wait(part, reason, error)
}

/** The error shows until the kubelet looks again: soon the first time, then after 10 to 15 s. */
export const pullFailed: Stage = {
  name: 'pull-failed',
  applies: (life, { facts }) => !life.terminating && !!facts.image && !facts.image.retrying && !facts.wait,
  after: (_, { facts }, rng) => {
    const { tries } = facts.image!
    return tries === 1 ? 1000 : patience(tries, rng.between(10_000, 15_000))
  },
  next: (life, part) => {
    const { error, reason, at, delay, tries } = part.facts.image!
    if (reason === 'ErrImagePull') {
      const message = `Back-off pulling image "${imageOf(part)}"`
      life.event('Normal', 'BackOff', message, part)
      life.event('Warning', 'Failed', 'Error: ImagePullBackOff', part)
      wait(part, 'ImagePullBackOff', `${message}: ErrImagePull: ${error}`)
    }
    part.facts.wait = { until: at + delay, tries }
  },
  waits: () => true,
}
