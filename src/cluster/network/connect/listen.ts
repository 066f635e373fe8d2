import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Network } from '../../images/image.ts'
import { banner, certificate, listeners, respond, talk } from '../../images/process.ts'
import { containerFaults, faultyStatus, lateness, podFaults } from '../../faults/faults.ts'
import { readKept } from '../../kubelet/kept.ts'
import type { Memory } from '../../kubelet/life.ts'
import { pastOf } from '../../kubelet/past.ts'
import { runningContainers } from '../../kubelet/running.ts'
import type { Hop, Listen, Wires } from './dial.ts'
import { STATUS_TEXT } from './http.ts'
import { networkOf } from './network.ts'

/** The cluster at one moment. */
interface Moment {
  read: Reader
  now: Ms
  rng(...purpose: (string | number)[]): Prng
  note?<T>(name: string): T | undefined
}

/** Who listens in a Pod: the containers that run, as their images behave. Containers may use the network to answer. */
export function listening({ read, now, rng, note }: Moment): Listen {
  const listen: Listen = (pod, port, protocol) => {
    // Set while a request is being answered: what the container asks then belongs to that connection.
    let hop: Hop | undefined
    const network: Network = (question, at) => {
      const wires: Wires = { read, now, memory: hop?.memory ?? FORGETFUL, listen, depth: hop?.depth }
      return networkOf(pod, wires, rng, hop)(question, at)
    }
    // What exec has written is served.
    const kept = note && readKept(pod, read, name => note(`kubelet/${name}`))
    for (const running of runningContainers(pod, { read, now, rng, kept, network, past: note && pastOf(read, note) })) {
      if (!listeners(running).some(each => each.port === port && each.protocol === protocol)) continue
      const faults = containerFaults(podFaults(read, pod), pod, running.container)
      return {
        container: { name: running.container.name, image: running.container.image ?? '' },
        banner: () => banner(port, running),
        talk: (text, from) => talk(text, port, running, from),
        delay: lateness(faults),
        endsAt: note && endOf(pod, running.container.name, note),
        certificate: serverName => certificate(port, serverName, running),
        respond(request, on) {
          const status = faultyStatus(faults, () => on?.rng ?? rng('fault', pod.metadata.uid ?? ''))
          // The next connection draws anew.
          if (faults.some(({ http }) => http)) on?.further(undefined, false)
          if (status !== undefined) return { status, body: `${STATUS_TEXT[status] ?? status}\n` }
          const before = hop
          hop = on
          try {
            return respond(request, port, running)
          } finally {
            hop = before
          }
        },
      }
    }
    return undefined
  }
  return listen
}

/** Stages of a container that its end follows. */
const ENDINGS = ['exit', 'fault', 'terminate', 'kill']

/** The kubelet's own timer tells when the process of a container will have ended. */
function endOf({ metadata }: Pod, container: string, note: <T>(name: string) => T | undefined): Ms | undefined {
  const timer = note<Memory>(`kubelet/${metadata.namespace}/${metadata.name}`)?.timers[`${container}/life`]
  return timer && ENDINGS.includes(timer[0]) ? timer[1] : undefined
}

/** Looks from inside containers leave no trace, so that looking again gives the same. */
export const FORGETFUL = { note: () => undefined, setNote() {} }
