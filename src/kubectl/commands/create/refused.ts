import type { Command, Flag } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { GENERATOR_FLAGS } from './generator.ts'

/** Generators of kinds that are not simulated, with their flags, so that the refusal names what is missing. */
interface Refused {
  kind: string
  aliases?: string[]
  flags: string[]
}

const GENERATORS: Record<string, Refused> = {
  token: {
    kind: 'TokenRequest',
    flags: ['audience', 'bound-object-kind', 'bound-object-name', 'bound-object-uid', 'duration'],
  },
}

const accepted = (name: string): Flag => ({ name, type: 'array', hidden: true, help: 'Not simulated.' })

export const refusedGenerators: Command[] = Object.entries(GENERATORS).map(([name, { kind, aliases, flags }]) => ({
  name,
  aliases,
  summary: `Not simulated: there is no ${kind}`,
  hidden: true,
  flags: [...GENERATOR_FLAGS, ...flags.map(accepted)],
  local: () => true,
  run() {
    throw new FailedError(`${PROGRAM} does not simulate "create ${name}": there is no ${kind}`)
  },
}))
