import type { WhyReply } from '../../../cluster/why/finding.ts'
import { type Command, type CommandContext, FailedError, type Flags, UsageError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { resolveResource } from '../../resources.ts'
import { resolveTargets, type Target } from '../../targets.ts'
import { pod } from './pod.ts'
import { service } from './service.ts'
import { suggestions } from './suggest.ts'

/** One kind of thing that can be asked about. To add one: write its file, and its line in QUESTIONS. */
export interface Question {
  /** As in Call.resource. */
  resource: string
  /** What is told about it, for the help. */
  about: string
}

const QUESTIONS: Question[] = [pod, service]

const HINT = `See '${PROGRAM} why -h' for help and examples`

export const why: Command = {
  name: 'why',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'TYPE/NAME',
  summary: 'Tell in plain words why something is as it is',
  long: `Tells in plain words why something is as it is, and what would help:

${QUESTIONS.map(({ resource, about }) => `${resource}: ${about}`).join('\n')}

Exit code: 0 when it is as it should be, 1 when there is something to mend.`,
  examples: `# Why is this Pod not ready, and why is it where it is?
${PROGRAM} why pod/web-1

# Why does nobody answer?
${PROGRAM} why svc/web

# For programs
${PROGRAM} why svc/web -o json`,
  flags: [{ name: 'output', short: 'o', type: 'string', default: '', values: ['json'], help: 'json: for programs.' }],
  complete: 'resource-name',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  if (args.length === 0) throw new UsageError('expected TYPE/NAME', HINT)
  const output: string = flags['output']
  if (output !== '' && output !== 'json') {
    throw new FailedError(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json`,
    )
  }
  const [word = ''] = args
  if (args.length === 1 && !word.includes('/') && !(await isType(ctx, word))) {
    const found = await suggestions(ctx, word)
    if (found.length > 0) throw new UsageError(`expected TYPE/NAME, not ${word} alone`, tries(found))
  }
  const { named } = await resolveTargets(ctx, args, { filename: [], selector: '', 'field-selector': '' })
  const [target] = named
  if (!target || named.length > 1) throw new UsageError('expected one TYPE/NAME', HINT)
  let reply: WhyReply
  try {
    reply = await ask(ctx, target)
  } catch (error) {
    const found = await suggestions(ctx, target.name, target.resource.resource)
    if (found.length === 0 || !(error instanceof Error)) throw error
    ctx.report(error)
    ctx.complain(tries(found))
    return 1
  }
  if (output === 'json') ctx.print(JSON.stringify(reply, null, 4))
  else ctx.io.stdout(whyText(reply))
  return reply.ok ? 0 : 1
}

/** The text for an object, as `describe --hints` adds it. Throws FailedError where nothing can be told, and NotFound. */
export const hints = async (ctx: CommandContext, target: Target): Promise<string> => whyText(await ask(ctx, target))

const tries = (commands: string[]) => commands.map(command => `Try: ${command}`).join('\n')

async function isType({ client }: CommandContext, word: string): Promise<boolean> {
  try {
    await resolveResource(client, word)
    return true
  } catch (error) {
    if (error instanceof FailedError) return false
    throw error
  }
}

async function ask(ctx: CommandContext, { resource, namespace, name }: Target): Promise<WhyReply> {
  if (!QUESTIONS.some(each => each.resource === resource.resource)) {
    const known = QUESTIONS.map(each => each.resource).join(', ')
    throw new FailedError(`${PROGRAM} cannot tell why about ${resource.groupResource}, only about ${known}`)
  }
  const call = { verb: 'connect', resource: resource.resource, subresource: 'why', namespace, name } as const
  return (await ctx.client.call(call)).body
}

/** The sentence, then what it is about, one by one. */
function whyText({ summary, findings }: WhyReply): string {
  const items = findings.map(({ text, try: attempt }) => {
    const help = attempt === undefined ? '' : `\n  Try: ${attempt.replace(/^kubectl\b/, PROGRAM)}`
    return `\n- ${text}${help}\n`
  })
  return `${summary}\n${items.join('')}`
}
