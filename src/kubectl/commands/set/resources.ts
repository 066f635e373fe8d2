import type { Container } from '../../../lib/objects.ts'
import { parseQuantity } from '../../../lib/quantity.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import {
  CONTAINERS,
  changeAll,
  checkFlags,
  chooser,
  containersOf,
  SET_FLAGS,
  setTargets,
  withContainers,
  withPodSpec,
} from './change.ts'

type Quantities = Record<string, string>

export const resources: Command = {
  name: 'resources',
  usage: '(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS])',
  summary: 'Update resource requests/limits on objects with pod templates',
  long: 'Set what containers ask of their node (requests) and the most that they may use (limits).',
  examples: `  # Requests and limits of all containers
  kubesim set resources deployment web --requests=cpu=100m,memory=64Mi --limits=cpu=200m,memory=128Mi

  # Only of the container cache
  kubesim set resources deployment web -c=cache --limits=memory=256Mi`,
  complete: 'resource-name',
  flags: [
    ...SET_FLAGS,
    CONTAINERS,
    { name: 'limits', type: 'string', default: '', help: "Limits, for example 'cpu=100m,memory=256Mi'." },
    { name: 'requests', type: 'string', default: '', help: "Requests, for example 'cpu=100m,memory=256Mi'." },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const found = await setTargets(ctx, args, flags)
  checkFlags(flags)
  if (!flags['limits'] && !flags['requests']) {
    throw new FailedError('you must specify an update to requests or limits (in the form of --requests/--limits)')
  }
  const limits = parseQuantities(flags['limits'])
  const requests = parseQuantities(flags['requests'])
  const chosen = chooser(flags['containers'])
  const errors: unknown[] = []
  await changeAll(ctx, found, flags, {
    done: 'resource requirements updated',
    errors,
    change: target =>
      withPodSpec(target, spec => {
        if (!containersOf(spec).some(container => chosen(container.name))) {
          errors.push(new FailedError(`error: unable to find container named ${flags['containers']}`))
        }
        return withContainers(spec, chosen, container => withResources(container, limits, requests))
      }),
  })
}

function withResources(container: Container, limits: Quantities, requests: Quantities): Container {
  const resources = { ...container.resources }
  if (Object.keys(limits).length > 0) resources.limits = { ...resources.limits, ...limits }
  if (Object.keys(requests).length > 0) resources.requests = { ...resources.requests, ...requests }
  return { ...container, resources }
}

/** `cpu=100m,memory=64Mi`. Throws FailedError. */
function parseQuantities(text: string): Quantities {
  const quantities: Quantities = {}
  for (const statement of text === '' ? [] : text.split(',')) {
    const [resource, quantity, more] = statement.split('=')
    if (resource === undefined || quantity === undefined || more !== undefined) {
      throw new FailedError(`Invalid argument syntax ${statement}, expected <resource>=<value>`)
    }
    if (parseQuantity(quantity) === undefined) {
      throw new FailedError(
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      )
    }
    quantities[resource] = quantity
  }
  return quantities
}
