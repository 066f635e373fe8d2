import Table from 'cli-table3'
import type { Tally } from '../../../cluster/network/connect/call.ts'

/** The count per Pod that ends `--repeat`, with the failures below. */
export function summary({ connections, pods, failures }: Tally): string {
  const hasVersion = pods.some(({ pod }) => pod.version !== undefined)
  const namespaces = new Set(pods.map(({ pod }) => pod.namespace))
  const share = (count: number) => `${((count * 100) / connections).toFixed(1)}%`
  const table = new Table({
    head: ['Pod', ...(hasVersion ? ['Version'] : []), 'Node', 'Count', 'Share'],
    colAligns: ['left', ...(hasVersion ? (['left'] as const) : []), 'left', 'right', 'right'],
    style: { head: [], border: [] },
  })
  for (const { pod, count } of pods) {
    const name = namespaces.size > 1 ? `${pod.namespace}/${pod.name}` : pod.name
    table.push([name, ...(hasVersion ? [pod.version ?? ''] : []), pod.node, String(count), share(count)])
  }
  // One rule below the head is enough.
  const isRule = (line: string, i: number) => i > 2 && line.startsWith('├')
  const rows = table
    .toString()
    .split('\n')
    .filter((line, i) => !isRule(line, i))
  const lines = pods.length > 0 ? rows : []
  for (const { code, message, count } of failures)
    lines.push(`${count} failed (${share(count)}): curl: (${code}) ${message}`)
  return lines.join('\n')
}
