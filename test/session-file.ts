/**
 * Recorded shell sessions (`*.session`):
 * `# text` a comment before a command · `$ command` (`> ` continues it) · plain lines its standard output ·
 * `! text` its standard error · `? N` its exit code when not 0.
 */
export interface Answer {
  stdout: string[]
  stderr: string[]
  code: number
}

export interface Step extends Answer {
  comments: string[]
  command: string
  /** Where the command stands in the file, counted from 1. */
  line: number
}

export function parseSession(text: string): Step[] {
  const lines = text.split('\n')
  const steps: Step[] = []
  let comments: string[] = []
  let step: Step | undefined
  let inCommand = false
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (line.startsWith('$ ')) {
      step = { comments, command: line.slice(2), line: i + 1, stdout: [], stderr: [], code: 0 }
      steps.push(step)
      comments = []
      inCommand = true
      continue
    }
    if (line.startsWith('> ') && step && inCommand) {
      step.command += `\n${line.slice(2)}`
      continue
    }
    inCommand = false
    if (line.startsWith('# ') && leadsToCommand(lines, i)) comments.push(line.slice(2))
    else if (line.startsWith('! ') || line === '!') step?.stderr.push(line.slice(2))
    else if (/^\? [0-9]+$/.test(line) && step) step.code = Number(line.slice(2))
    else step?.stdout.push(line)
  }
  for (const { stdout, stderr } of steps) {
    dropBlankEnd(stdout)
    dropBlankEnd(stderr)
  }
  return steps
}

export function formatSession(steps: readonly Step[]): string {
  let text = ''
  for (const { comments, command, stdout, stderr, code } of steps) {
    for (const comment of comments) text += `# ${comment}\n`
    text += `$ ${command.replaceAll('\n', '\n> ')}\n`
    for (const line of stdout) text += `${line}\n`
    for (const line of stderr) text += `! ${line}`.trimEnd() + '\n'
    if (code !== 0) text += `? ${code}\n`
  }
  return text
}

/** Output as the lines of an answer. */
export function linesOf(output: string): string[] {
  return dropBlankEnd(output.split('\n'))
}

function dropBlankEnd(lines: string[]): string[] {
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop()
  return lines
}

const leadsToCommand = (lines: readonly string[], from: number): boolean => {
  let i = from
  while (lines[i]?.startsWith('# ')) i++
  return lines[i]?.startsWith('$ ') ?? false
}
