import { describe, expect, it } from 'vitest'
import type { Command } from '../command.ts'
import { findCommand } from './find.ts'

const known: Record<string, Command> = {
  get: { name: 'get', summary: '' },
  apply: { name: 'apply', summary: '', commands: [{ name: 'view-last-applied', summary: '' }] },
  create: {
    name: 'create',
    summary: '',
    flags: [{ name: 'filename', short: 'f', type: 'strings', help: '' }],
    commands: [
      { name: 'deployment', aliases: ['deploy'], summary: '' },
      { name: 'secret', summary: '', commands: [{ name: 'tls', summary: '' }] },
    ],
  },
}

describe('findCommand', () => {
  it.each<[string, string, string]>([
    ['get pods', 'get', 'pods'],
    ['-n a get pods', 'get', '-n a pods'],
    ['--namespace=a get pods', 'get', '--namespace=a pods'],
    ['--warnings-as-errors get pods', 'get', '--warnings-as-errors pods'],
    ['-o json get pods', 'get', '-o json pods'],
    ['-n get pods', '', '-n get pods'],
    ['create deploy x', 'create deployment', 'x'],
    ['create -f deploy', 'create', '-f deploy'],
    ['create -n deploy secret --dry-run tls', 'create secret', '-n deploy --dry-run tls'],
    ['create secret tls x', 'create secret tls', 'x'],
    ['create secret frog', 'create secret', 'frog'],
    ['apply -f x view-last-applied', 'apply view-last-applied', '-f x'],
    ['frobnicate', '', 'frobnicate'],
    ['-- get', '', '-- get'],
  ])('%s', async (line, path, rest) => {
    const found = await findCommand(line.split(' '), async name => known[name])
    expect([found.path.join(' '), found.args.join(' ')]).toEqual([path, rest])
  })
})
