import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubeObject } from '../../../lib/objects.ts'
import { unifiedDiff } from '../../../lib/unified-diff.ts'
import { toYaml } from '../../../lib/yaml.ts'
import type { CommandContext } from '../../command.ts'
import { FailedError } from '../../command.ts'

/** An object as it is and as it would be; absent where there is none. */
export interface Pair {
  /** Name of its file: `apps.v1.Deployment.default.web`. */
  file: string
  live?: KubeObject
  merged?: KubeObject
}

/** Most bytes of a difference. */
const LONGEST = 256 * 1024 * 1024

/** Has a program compare; resolves to its exit code: 0 the same, 1 not. Throws FailedError when it fails. */
export function showDifferences(ctx: CommandContext, pairs: readonly Pair[]): number {
  const folders = [temporary('LIVE'), temporary('MERGED')] as const
  try {
    for (const { file, live, merged } of pairs) {
      if (live) writeFileSync(join(folders[0], file), toYaml(live))
      if (merged) writeFileSync(join(folders[1], file), toYaml(merged))
    }
    const [program, ...options] = differ(ctx)
    const { status, stdout, stderr, error } = spawnSync(program!, [...options, ...folders], {
      env: { ...ctx.io.env } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: LONGEST,
    })
    if (error && !ctx.io.env['KUBECTL_EXTERNAL_DIFF']) return ownDifference(ctx, folders, pairs)
    if (error) throw new FailedError(`failed to run ${JSON.stringify(program)}: ${error.message}`, 2)
    ctx.io.stdout(String(stdout))
    ctx.io.stderr(String(stderr))
    if (status === null || status > 1) throw new FailedError(`exit status ${status}`, status ?? 2)
    return status
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

function temporary(name: string): string {
  const folder = join(tmpdir(), `${name}-${randomInt(1e9, 2 ** 47)}`)
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

/** KUBECTL_EXTERNAL_DIFF with such options as are plain words; the rest is dropped, as kubectl does. */
function differ({ io }: CommandContext): string[] {
  const [program, ...options] = (io.env['KUBECTL_EXTERNAL_DIFF'] ?? '').split(' ').filter(word => word !== '')
  return program ? [program, ...options.filter(word => /^[a-zA-Z0-9-=]+$/.test(word))] : ['diff', '-u', '-N']
}

/** Where there is no program `diff`. */
function ownDifference(ctx: CommandContext, [live, merged]: readonly [string, string], pairs: readonly Pair[]): number {
  let code = 0
  for (const pair of pairs) {
    const text = unifiedDiff(pair.live ? toYaml(pair.live) : '', pair.merged ? toYaml(pair.merged) : '')
    if (text === '') continue
    code = 1
    const [before, after] = [join(live, pair.file), join(merged, pair.file)]
    ctx.io.stdout(`diff -u -N ${before} ${after}\n--- ${before}\n+++ ${after}\n${text}`)
  }
  return code
}
