import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ClusterControl } from '../../src/client/client.ts'
import { type Answer, parseSession, type Step } from '../session-file.ts'
import { Shell } from '../shell.ts'
import { CLUSTERS } from './clusters.ts'
import { givenNumbers, mask } from './mask.ts'
import { REAL_TIME, UNSETTLED } from './unsettled.ts'

/** What has not settled by then never will. */
const LONGEST = 60_000
/** In sessions that look at the moment in between: enough for a Pod to start. */
const SHORT = 10_000

/** Between two commands a person (and the recorder) took some time; it orders what they made. */
const PAUSE = 1000

export interface Difference {
  step: Step
  /** Masked lines: `- ` expected, `+ ` answered, two spaces for both. */
  lines: string[]
}

export interface Replay {
  steps: number
  differences: Difference[]
}

/** Runs a recorded session on a fresh cluster and compares every answer. `begins` is told of every command. */
export async function replay(file: string, begins: (step: Step) => void = () => {}): Promise<Replay> {
  const text = readFileSync(file, 'utf8')
  const steps = parseSession(text)
  const area = basename(dirname(file))
  const name = `${area}/${basename(file, '.session')}`
  const unsettled = UNSETTLED[name] !== undefined
  const manifests = manifestFolders(file, area)
  const given = givenNumbers(text.replace(/^(?![$>]).*$/gm, '') + manifestTexts(text, manifests))
  const shell = new Shell(manifests, REAL_TIME[name] ? 'wall' : 'virtual')
  const differences: Difference[] = []
  try {
    await shell.createBare('kind-kubesim', CLUSTERS[name]?.facts)
    for (const step of steps) {
      begins(step)
      await shell.cluster(cluster => settle(cluster, unsettled ? SHORT : LONGEST))
      const answer = await shell.run(step.command)
      const lines = compare(mask(step, step.command, given), mask(answer, step.command, given))
      if (lines) differences.push({ step, lines })
    }
  } finally {
    shell.close()
  }
  return { steps: steps.length, differences }
}

/** Text of a replay that failed, for people. */
export function report(file: string, { steps, differences }: Replay): string {
  let text = `${differences.length} of ${steps} commands answered otherwise\n`
  for (const { step, lines } of differences) {
    text += `\n${file}:${step.line}\n$ ${step.command}\n${lines.join('\n')}\n`
  }
  return text
}

async function settle(cluster: ClusterControl, longest: number): Promise<void> {
  await cluster.advance(PAUSE)
  await cluster.settle(longest)
}

/** The folders of manifests that lie beside the sessions' folder, or one floor up for public ones. */
function manifestFolders(file: string, area: string): Record<string, string> {
  const parent = dirname(dirname(file))
  const folders: Record<string, string> = {}
  for (const [path, folder] of [
    [`manifests/${area}`, join(parent, 'manifests', area)],
    ['manifests/public', join(parent, '..', 'public-manifests')],
  ] as const) {
    if (existsSync(folder)) folders[path] ??= folder
  }
  return folders
}

/** What the files hold that the session names. */
function manifestTexts(session: string, folders: Record<string, string>): string {
  let text = ''
  for (const [, folder, path] of session.matchAll(/(manifests\/[a-z]+)\/([-\w./]+)/g)) {
    const file = join(folders[folder!] ?? '', path!)
    if (folders[folder!] && existsSync(file) && statSync(file).isFile()) text += readFileSync(file, 'utf8')
  }
  return text
}

function compare(expected: Answer, actual: Answer): string[] | undefined {
  const sides = [shown(expected), shown(actual)] as const
  if (sides[0].join('\n') === sides[1].join('\n')) return undefined
  return difference(...sides)
}

const shown = ({ stdout, stderr, code }: Answer): string[] => [
  ...stdout,
  ...stderr.map(line => `! ${line}`),
  ...(code === 0 ? [] : [`? ${code}`]),
]

/** A line diff over the longest common subsequence. */
export function difference(a: readonly string[], b: readonly string[]): string[] {
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const lines: string[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i++]}`)
      j++
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) lines.push(`- ${a[i++]}`)
    else lines.push(`+ ${b[j++]}`)
  }
  return lines
}
