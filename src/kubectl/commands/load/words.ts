import { UsageError } from '../../command.ts'

const PIECE = /"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+)/g
const WORD = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g
const SHELL = /[|&;<>$`]/

/**
 * The words of a command line, without the program's name. Quotes hold words together. Throws UsageError for what only a shell
 * can do.
 */
export function wordsOf(line: string): string[] {
  const words = (line.match(WORD) ?? []).map(word =>
    word.replace(PIECE, (_, double?: string, single?: string, plain?: string) => {
      const special = plain === undefined ? null : SHELL.exec(plain)
      if (special) throw new UsageError(`--during ${JSON.stringify(line)}: one plain command, without "${special[0]}"`)
      return double?.replace(/\\(.)/g, '$1') ?? single ?? plain!
    }),
  )
  if (words[0] === 'kubesim' || words[0] === 'kubectl') words.shift()
  if (words.length === 0) throw new UsageError('--during: the command is missing')
  return words
}
