import Table from 'cli-table3'
import { type Counts, KINDS } from '../../../cluster/network/load/call.ts'
import type { Ms } from '../../../lib/time.ts'
import { lost, type Tally, total } from './tally.ts'

const NAMES: Record<(typeof KINDS)[number], string> = {
  answered: 'Answered',
  slow: 'Slow',
  errors: '5xx',
  refused: 'Refused',
  reset: 'Reset',
  timedOut: 'Timed out',
  other: 'Failed',
}

const WIDTH = 20

/** Seconds in which all is as usual are drawn together when there are more than so many in a row. */
const QUIET = 2

/** The table per second, the sum, and what went wrong. `marks`: what happened when, for the second it happened in. */
export function report(tally: Tally, marks: { at: Ms; text: string }[]): string {
  const { sum } = tally
  const shown = KINDS.filter(kind => kind === 'answered' || sum[kind] > 0)
  const most = Math.max(...tally.seconds.map(total), 1)
  const table = new Table({
    head: ['Second', ...shown.map(kind => NAMES[kind]), '', ''],
    colAligns: ['left', ...shown.map(() => 'right' as const), 'left', 'left'],
    style: { head: [], border: [] },
  })
  for (const { label, counts, from, to } of rows(tally.seconds, marks)) {
    const said = marks.filter(({ at }) => at >= from * 1000 && at < to * 1000).map(({ text }) => text)
    const perSecond = { good: (counts.answered + counts.slow) / (to - from), bad: lost(counts) / (to - from) }
    table.push([label, ...shown.map(kind => String(counts[kind])), bar(perSecond, most), said.join(', ')])
  }
  const isRule = (line: string, i: number) => i > 2 && line.startsWith('├')
  const lines = table
    .toString()
    .split('\n')
    .filter((line, i) => !isRule(line, i))
  lines.push(verdict(sum))
  const causes = [...tally.failures].sort((a, b) => b[1] - a[1])
  for (const [text, count] of causes) lines.push(`${count} × ${text}`)
  return lines.join('\n')
}

interface Row {
  label: string
  counts: Counts
  from: number
  to: number
}

function rows(seconds: readonly Counts[], marks: readonly { at: Ms }[]): Row[] {
  const result: Row[] = []
  const isMarked = (i: number) => marks.some(({ at }) => Math.floor(at / 1000) === i)
  const isQuiet = (i: number) => lost(seconds[i]!) === 0 && seconds[i]!.slow === 0 && !isMarked(i)
  for (let i = 0; i < seconds.length; ) {
    let end = i + 1
    if (isQuiet(i)) while (end < seconds.length && isQuiet(end)) end++
    if (end - i <= QUIET) end = i + 1
    const counts = { ...seconds[i]! }
    for (const second of seconds.slice(i + 1, end)) for (const kind of KINDS) counts[kind] += second[kind]
    result.push({ label: end - i === 1 ? `${i + 1}` : `${i + 1}-${end}`, counts, from: i, to: end })
    i = end
  }
  return result
}

/** Answered requests, then lost ones; even a single lost one shows. */
function bar({ good, bad }: { good: number; bad: number }, most: number): string {
  const lostSigns = bad > 0 ? Math.max(1, Math.round((bad / most) * WIDTH)) : 0
  const signs = Math.min(WIDTH - lostSigns, Math.round((good / most) * WIDTH))
  return ('█'.repeat(Math.max(0, signs)) + '×'.repeat(lostSigns)).padEnd(WIDTH)
}

function verdict(sum: Counts): string {
  const all = total(sum)
  const gone = lost(sum)
  const share = all === 0 ? 0 : (gone * 100) / all
  const slow = sum.slow > 0 ? `, ${sum.slow} of them slow` : ''
  return gone === 0
    ? `${all} requests, none lost${slow}`
    : `${all} requests, ${gone} lost (${share < 0.1 ? share.toFixed(2) : share.toFixed(1)}%)${slow}`
}
