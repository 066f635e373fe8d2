import type { Track } from '../stage.ts'
import { deadline } from './deadline.ts'
import { exit, fault, look } from './exit.ts'
import { forced, liveness, readiness, startup } from './probe.ts'
import { lost } from './lost.ts'
import { pull, pullFailed } from './pull.ts'
import { restart } from './restart.ts'
import { postStart, start } from './start.ts'
import { kill, remove, replace, terminate } from './terminate.ts'
import { mount } from './volumes.ts'
import { backOff } from './wait.ts'

/** What a container goes through. Tracks run side by side; of a track's stages the first that applies holds. */
export const CONTAINER_TRACKS: Track[] = [
  {
    name: 'life',
    stages: [lost, terminate, replace, kill, fault, exit, look, postStart, backOff, pullFailed, pull, start, restart],
  },
  { name: 'startup', stages: [startup] },
  { name: 'liveness', stages: [liveness] },
  { name: 'readiness', stages: [forced, readiness] },
]

/** What the pod as a whole goes through. */
export const POD_TRACKS: Track<undefined>[] = [
  { name: 'pod', stages: [mount, remove] },
  { name: 'deadline', stages: [deadline] },
]
