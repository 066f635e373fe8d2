import { type HostPort, hostPorts } from '../pod-info.ts'
import type { Plugin, Refusal } from '../plugin.ts'

const REFUSAL: Refusal = {
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
}

const ANY = '0.0.0.0'

export const collide = (a: HostPort, b: HostPort) =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === ANY || b.ip === ANY)

/** A port of a node's own address can be had once. */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  filter(info, cycle) {
    const wanted = info.hostPorts
    if (wanted.length === 0) return undefined
    return node => {
      for (const pod of cycle.podsOn(node)) {
        for (const taken of hostPorts(pod)) if (wanted.some(port => collide(port, taken))) return REFUSAL
      }
      return undefined
    }
  },
}
