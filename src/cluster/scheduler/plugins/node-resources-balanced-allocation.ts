import { MAX_SCORE, type Plugin } from '../plugin.ts'

const share = (asked: number, all: number) => Math.min(1, asked / all)

/** Cpu and memory should fill up evenly. Pods that ask for nothing do not matter. */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score(info, nodes) {
    if (info.cpu === 0 && info.memory === 0) return undefined
    return nodes.map(({ facts, cpu, memory }) => {
      if (facts.cpu === 0 || facts.memory === 0) return MAX_SCORE
      const apart = Math.abs(share(cpu + info.cpu, facts.cpu) - share(memory + info.memory, facts.memory))
      return Math.trunc((1 - apart / 2) * MAX_SCORE)
    })
  },
}
