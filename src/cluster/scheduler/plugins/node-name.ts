import type { Plugin, Refusal } from '../plugin.ts'

const REFUSAL: Refusal = { reasons: ["node(s) didn't match the requested node name"], unresolvable: true }

/** A pod that names its node. (It is bound already; the scheduler sees it only when asked about it.) */
export const nodeName: Plugin = {
  name: 'NodeName',
  constant: true,
  filter({ pod }) {
    const wanted = pod.spec.nodeName
    return wanted ? node => (node.name === wanted ? undefined : REFUSAL) : undefined
  },
}
