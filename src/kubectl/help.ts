import type { Command, Flag } from './command.ts'
import { GLOBAL_FLAGS, PROGRAM } from './globals.ts'

/** Headings of the overview, in order. */
const GROUPS: NonNullable<Command['group']>[] = [
  'Basic Commands (Beginner):',
  'Basic Commands (Intermediate):',
  'Deploy Commands:',
  'Simulation Commands:',
  'Cluster Management Commands:',
  'Troubleshooting and Debugging Commands:',
  'Advanced Commands:',
  'Settings Commands:',
  'Other Commands:',
]

const OVERVIEW = `${PROGRAM} simulates a Kubernetes cluster in one file and speaks kubectl.

 Nothing runs between commands: each one brings the cluster up to the present, does its work and leaves.`

/** Help of the program: all commands under their headings. */
export const overview = (commands: readonly Command[]): string => `${OVERVIEW}\n\n${overviewUsage(commands)}`

/** The overview without its introduction. */
export function overviewUsage(commands: readonly Command[]): string {
  const sections: string[] = []
  const width = nameWidth(commands)
  for (const group of GROUPS) {
    const members = commands.filter(c => !c.hidden && (c.group ?? 'Other Commands:') === group)
    if (members.length > 0) sections.push(`${group}\n${list(members, width)}`)
  }
  sections.push(`Usage:\n  ${PROGRAM} [flags] [options]`)
  return `${sections.join('\n\n')}\n\n${footer(PROGRAM, true)}\n`
}

/** Help of one command, laid out as kubectl's. */
export function commandHelp(command: Command, path: readonly string[]): string {
  const name = [PROGRAM, ...path].join(' ')
  const sections = [introduction(command)]
  if (command.examples) sections.push(`Examples:\n${indent(command.examples)}`)
  const subcommands = command.commands?.filter(c => !c.hidden) ?? []
  if (subcommands.length > 0) sections.push(`Available Commands:\n${list(subcommands, nameWidth(subcommands))}`)
  const flags = command.flags?.filter(f => !f.hidden) ?? []
  if (flags.length > 0) sections.push(`Options:\n${options(flags)}`)
  const usage = command.usage ?? (command.run ? '' : 'SUBCOMMAND')
  sections.push(`Usage:\n  ${[name, usage, '[options]'].filter(Boolean).join(' ')}`)
  return `${sections.join('\n\n')}\n\n${footer(name, subcommands.length > 0)}\n`
}

/** `kubesim options` */
export const globalOptions = (): string =>
  `The following options can be passed to any command:\n\n${options(GLOBAL_FLAGS.filter(f => !f.hidden))}\n`

/** The summary, then what there is to say besides; a text that begins with the summary says it once. */
function introduction(command: Command): string {
  const heading = command.title ?? command.summary
  const paragraphs = (command.long?.trim().split(/\n\n+/) ?? []).map(text => text.replace(/\n(?! )/g, ' '))
  const first = paragraphs[0]?.startsWith(heading) ? paragraphs.shift()! : `${heading}.`
  return [first, ...paragraphs.map(text => ` ${text}`)].join('\n\n')
}

function options(flags: readonly Flag[]): string {
  const sorted = [...flags].sort((a, b) => (a.name < b.name ? -1 : 1))
  return sorted
    .map(flag => `    ${flag.short ? `-${flag.short}, ` : ''}--${flag.name}=${shownDefault(flag)}:\n\t${flag.help}`)
    .join('\n\n')
}

function shownDefault(flag: Flag): string {
  switch (flag.type) {
    case 'bool':
      return String(flag.default ?? false)
    case 'int':
      return String(flag.default ?? 0)
    case 'duration':
      return `${Number(flag.default ?? 0) / 1000}s`
    case 'strings':
    case 'array':
      return '[]'
    case 'string':
      return `'${flag.default ?? ''}'`
  }
}

const nameWidth = (commands: readonly Command[]): number => Math.max(11, ...commands.map(c => c.name.length)) + 3

const list = (commands: readonly Command[], width: number): string =>
  commands.map(c => `  ${c.name.padEnd(width)}${c.summary}`).join('\n')

const indent = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map(line => `  ${line.trim()}`)
    .join('\n')

const footer = (name: string, group: boolean): string =>
  [
    ...(group ? [`Use "${name} <command> --help" for more information about a given command.`] : []),
    `Use "${PROGRAM} options" for a list of global command-line options (applies to all commands).`,
  ].join('\n')
