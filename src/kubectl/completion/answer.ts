import { Home } from '../../session/home.ts'
import type { Flags, Io } from '../command.ts'
import { connection } from '../connection.ts'
import { allFlags, PROGRAM } from '../globals.ts'
import { parse } from '../parse/parse.ts'
import type { Connect } from '../run.ts'
import { type Completion, complete } from './candidates.ts'

/** The hidden command of the completion scripts: `__complete -- WORD...`, see scripts.ts. It never complains. */
export async function answerCompletion(words: readonly string[], io: Io, connect: Connect): Promise<number> {
  try {
    const { candidates, files } = await completeLine(
      words.map(word => (word === '""' ? '' : word)),
      io,
      connect,
    )
    let text = ''
    for (const { word, help } of candidates) text += help ? `${word}\t${help.split('\n')[0]}\n` : `${word}\n`
    io.stdout(`${text}${files ? ':files' : ':words'}\n`)
    return 0
  } catch {
    return 1
  }
}

/** What can be typed in place of the last of these words, in the cluster that their flags name. */
export async function completeLine(words: readonly string[], io: Io, connect: Connect): Promise<Completion> {
  let opened: ReturnType<Connect> | undefined
  const open = async () => connect(connection({ name: PROGRAM, summary: '' }, await globals(words), io), io)
  const client = () => (opened ??= open())
  const clusters = async () => new Home(io.env).list()
  try {
    return await complete(words, { client, clusters })
  } finally {
    await opened?.then(
      client => client.close(),
      () => undefined,
    )
  }
}

/** The global flags of an unfinished line, which may have others too. */
async function globals(words: readonly string[]): Promise<Flags> {
  const flags = allFlags([])
  const given: string[] = []
  words.forEach((word, i) => {
    const name = /^--(state|context|cluster)(=.*)?$/s.exec(word)
    if (name && i < words.length - 1) given.push(...(name[2] === undefined ? [word, words[i + 1]!] : [word]))
  })
  return (await parse(given, flags, PROGRAM)).flags
}
