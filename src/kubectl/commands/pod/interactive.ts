import type { Pod } from '../../../lib/objects.ts'
import type { CommandContext } from '../../command.ts'
import { execIn } from './exec.ts'
import type { Typist } from './typist.ts'

/** Stands between what a line has said and what the shell is like after it; no program writes it. */
const MARK = '\u0001'
/** Names that a line may give values to. */
const ASSIGNED = /(?<![\w$])([A-Za-z_]\w*)=|\b(?:read|for)\s+(?:-\w+\s+)*([A-Za-z_]\w*)/g
const UNFINISHED = /unexpected end of file|unexpected EOF|unterminated|end of file unexpected/i

/**
 * A shell in a container with somebody at the keyboard. Every line is a script of its own; folder, status and variables go
 * on into the next one, functions and aliases do not. Resolves to the exit code. Throws ApiError, FailedError.
 */
export async function interactiveShell(
  ctx: CommandContext,
  pod: Pod,
  container: string,
  shell: string,
  typist: Typist,
): Promise<number> {
  const run = (script: string) => execIn(ctx, pod, container, [shell, '-c', script])
  const state = { folder: '', status: 0, values: new Map<string, string>(), exported: new Set<string>() }
  const first = await run(`test -e /bin/busybox && echo busybox || hostname; pwd`)
  const [host = '', folder = '/'] = first.stdout.split('\n')
  state.folder = folder
  const prompt = () => {
    if (/bash$/.test(shell)) return `root@${host}:${state.folder}# `
    return host === 'busybox' ? `${state.folder} # ` : '# '
  }
  let begun = ''
  try {
    for (;;) {
      await ctx.client.commit()
      const typing = await typist.read(begun ? '> ' : prompt())
      if (typing === 'end') break
      if (typing === 'interrupt') {
        begun = ''
        continue
      }
      const text = begun + typing.line
      const { stdout, stderr, code, ms } = await run(script(text, state))
      const [said = '', status, now, ...values] = stdout.split(MARK)
      if (status === undefined && /syntax error/i.test(stderr) && UNFINISHED.test((await run(text)).stderr)) {
        begun = `${text}\n`
      } else {
        begun = ''
        ctx.io.stdout(said)
        ctx.io.stderr(stderr)
        if (ms === undefined) ctx.complain('(it does not end by itself, and is not followed any further)')
        else await passed(ctx, ms)
        if (status === undefined && ms !== undefined && /\b(exit|exec)\b/.test(text)) return code
        if (now !== undefined) state.folder = now
        state.status = status === undefined ? code : Number(status)
        if (status !== undefined) remember(state.values, namesIn(text, state.values), values)
      }
    }
    ctx.print('exit')
    return state.status
  } finally {
    typist.close()
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const namesIn = (text: string, known: ReadonlyMap<string, string>): string[] => [
  ...new Set([...known.keys(), ...[...text.matchAll(ASSIGNED)].map(([, a, b]) => (a ?? b)!)]),
]

/** `values` begin with `=` where the name has one. */
function remember(known: Map<string, string>, names: readonly string[], values: readonly string[]): void {
  names.forEach((name, i) => {
    if (values[i]) known.set(name, values[i].slice(1))
    else known.delete(name)
  })
}

interface State {
  folder: string
  status: number
  values: Map<string, string>
  exported: Set<string>
}

/** The line, between the variables that there were and questions about those that there are then. */
function script(text: string, { folder, status, values, exported }: State): string {
  for (const [, name] of text.matchAll(/\bexport\s+([A-Za-z_]\w*)/g)) exported.add(name!)
  const before = [...values].map(([name, value]) => `${exported.has(name) ? 'export ' : ''}${name}=${quoted(value)}`)
  const after = namesIn(text, values).map(name => `"${MARK}\${${name}+=}\${${name}}"`)
  return [
    `cd ${quoted(folder)}`,
    ...before,
    status ? `(exit ${status})` : ':',
    text,
    `printf %s "${MARK}$?${MARK}$(pwd)" ${after.join(' ')}`,
  ].join('\n')
}

/** Lets the time pass that the line took. */
async function passed({ client, io }: CommandContext, ms: number): Promise<void> {
  const end = client.now() + ms
  while (ms >= 500 && client.now() < end && !io.signal?.aborted) if (!(await client.next(end))) return
}
