import Table from 'cli-table3'
import type { Answerer, Tally } from '../../../cluster/network/connect/call.ts'

/** What ends `--repeat`: the count per Pod, per version, node and zone where they differ, and the failures by kind. */
export function summary({ connections, pods, failures, statuses }: Tally): string {
  const share = (count: number) => `${((count * 100) / connections).toFixed(1)}%`
  const lines: string[] = []
  if (pods.length > 0) lines.push(...perPod(pods, share), ...perGroup(pods, share))
  for (const { status, text, count } of statuses) lines.push(`${count} answered ${status} ${text} (${share(count)})`)
  for (const { code, message, count } of failures)
    lines.push(`${count} failed (${share(count)}): curl: (${code}) ${message}`)
  return lines.join('\n')
}

type Share = (count: number) => string

function perPod(pods: Tally['pods'], share: Share): string[] {
  const namespaces = new Set(pods.map(({ pod }) => pod.namespace))
  const has = (name: 'version' | 'zone') => pods.some(({ pod }) => pod[name] !== undefined)
  const most = Math.max(...pods.map(({ count }) => count))
  const heads = ['Pod', ...(has('version') ? ['Version'] : []), 'Node', ...(has('zone') ? ['Zone'] : [])]
  const rows = pods.map(({ pod, count }) => [
    namespaces.size > 1 && pod.namespace ? `${pod.namespace}/${pod.name}` : pod.name,
    ...(has('version') ? [pod.version ?? ''] : []),
    pod.node,
    ...(has('zone') ? [pod.zone ?? ''] : []),
    String(count),
    share(count),
    bar(count / most),
  ])
  return drawn(heads, rows)
}

/** Sums over what several Pods have in common; nothing where all are alike, or no two, or the Pods fall apart as before. */
function perGroup(pods: Tally['pods'], share: Share): string[] {
  const rows: string[][] = []
  const seen = new Set<string>()
  for (const by of ['version', 'node', 'zone'] as const) {
    const counts = new Map<string, number>()
    for (const { pod, count } of pods) add(counts, pod, by, count)
    const names = pods.map(({ pod }) => pod[by] ?? '')
    const parts = names.map(name => names.indexOf(name)).join()
    if (counts.size < 2 || counts.size === pods.length || seen.has(parts)) continue
    seen.add(parts)
    const most = Math.max(...counts.values())
    for (const name of [...counts.keys()].sort()) {
      const count = counts.get(name)!
      rows.push([by, name, String(count), share(count), bar(count / most)])
    }
  }
  return rows.length > 0 ? drawn(['By', ''], rows) : []
}

function add(counts: Map<string, number>, pod: Answerer, by: 'version' | 'node' | 'zone', count: number): void {
  const name = pod[by]
  if (name) counts.set(name, (counts.get(name) ?? 0) + count)
}

const WIDTH = 16
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for a part of the longest one. */
function bar(part: number): string {
  const eighths = Math.round(part * WIDTH * 8)
  return ('█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]).padEnd(WIDTH)
}

function drawn(heads: string[], rows: string[][]): string[] {
  const table = new Table({
    head: [...heads, 'Count', 'Share', ''],
    colAligns: [...heads.map(() => 'left' as const), 'right', 'right', 'left'],
    style: { head: [], border: [] },
  })
  table.push(...rows)
  // One rule below the head is enough.
  const isRule = (line: string, i: number) => i > 2 && line.startsWith('├')
  return table
    .toString()
    .split('\n')
    .filter((line, i) => !isRule(line, i))
}
