import type { Command } from '../command.ts'
import { FailedError } from '../command.ts'

/** No container really computes, so there are no metrics: the answer is that of a cluster without a metrics server. */
const none = (name: string, aliases: string[], summary: string): Command => ({
  name,
  aliases,
  summary,
  complete: 'none',
  async run() {
    throw new FailedError('Metrics API not available')
  },
})

export const top: Command = {
  name: 'top',
  group: 'Cluster Management Commands:',
  summary: 'Display resource (CPU/memory) usage',
  long: 'Usage of nodes and pods is not simulated: like a cluster without a metrics server this one has no Metrics API.',
  commands: [
    none('node', ['nodes', 'no'], 'Display resource (CPU/memory) usage of nodes'),
    none('pod', ['pods', 'po'], 'Display resource (CPU/memory) usage of pods'),
  ],
}
