import { describe, expect, it } from 'vitest'
import type { Command } from './command.ts'
import { commandHelp, overview } from './help.ts'

const scale: Command = {
  name: 'scale',
  group: 'Deploy Commands:',
  usage: '--replicas=COUNT TYPE NAME',
  summary: 'Set a new size',
  long: 'One paragraph.\n\nAnother.',
  examples: '# Three of them\nkubesim scale deploy/web --replicas=3\n\n# None\nkubesim scale deploy/web --replicas=0',
  flags: [
    { name: 'timeout', type: 'duration', default: 0, help: 'How long to wait.' },
    { name: 'replicas', type: 'int', help: 'The new size.' },
    { name: 'all', short: 'a', type: 'bool', help: 'All.' },
    { name: 'secret', type: 'bool', hidden: true, help: '' },
  ],
  async run() {},
}
const rollout: Command = { name: 'rollout', group: 'Deploy Commands:', summary: 'Manage', commands: [scale] }

describe('help', () => {
  it('of a command', () => {
    expect(commandHelp(scale, ['scale'])).toBe(`Set a new size.

 One paragraph.

 Another.

Examples:
  # Three of them
  kubesim scale deploy/web --replicas=3
  
  # None
  kubesim scale deploy/web --replicas=0

Options:
    -a, --all=false:
	All.

    --replicas=0:
	The new size.

    --timeout=0s:
	How long to wait.

Usage:
  kubesim scale --replicas=COUNT TYPE NAME [options]

Use "kubesim options" for a list of global command-line options (applies to all commands).
`)
  })

  it('of a group', () => {
    expect(commandHelp(rollout, ['rollout'])).toContain(`
Available Commands:
  scale         Set a new size

Usage:
  kubesim rollout SUBCOMMAND [options]

Use "kubesim rollout <command> --help" for more information about a given command.
`)
  })

  it('of everything', () => {
    expect(overview([rollout, scale, { name: 'options', summary: '', hidden: true }])).toContain(`
Deploy Commands:
  rollout       Manage
  scale         Set a new size

Usage:
  kubesim [flags] [options]
`)
  })
})
