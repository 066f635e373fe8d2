import { canonicalQuantity, parseQuantity, QUANTITY_ERROR } from '../../../lib/quantity.ts'
import { type Command, FailedError } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const quota: Command = {
  name: 'quota',
  aliases: ['resourcequota'],
  usage: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  summary: 'Create a quota with the specified name',
  examples: `  # At most ten pods that ask for two cores together
  kubesim create quota team --hard=pods=10,requests.cpu=2

  # At most 100 pods that nobody has said anything about
  kubesim create quota best-effort --hard=pods=100 --scopes=BestEffort`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'hard', type: 'string', default: '', help: 'resource=quantity pairs, with commas between them.' },
    { name: 'scopes', type: 'string', default: '', help: 'The pods that are meant; all of these have to hold.' },
  ],
  run: (ctx, args, flags) => {
    const name = oneName(args, 'create quota')
    const spec: Record<string, unknown> = {}
    if (flags['hard']) spec['hard'] = parseHard(flags['hard'])
    if (flags['scopes']) spec['scopes'] = flags['scopes'].split(',')
    const object = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec }
    return generate(ctx, flags, object, 'failed to create quota: ')
  },
}

function parseHard(text: string): Record<string, string> {
  const hard: Record<string, string> = {}
  for (const pair of text.split(',')) {
    const parts = pair.split('=')
    if (parts.length !== 2) throw new FailedError(`Invalid argument syntax ${pair}, expected <resource>=<value>`)
    const [resource, quantity] = parts as [string, string]
    if (parseQuantity(quantity) === undefined) throw new FailedError(QUANTITY_ERROR)
    hard[resource] = canonicalQuantity(quantity)
  }
  return hard
}
