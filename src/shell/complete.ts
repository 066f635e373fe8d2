import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Completion } from '../kubectl/completion/candidates.ts'
import { typed } from './words.ts'

export interface Surroundings {
  home: string
  cwd: string
  /** Words that only the prompt knows. */
  own: readonly string[]
  /** What may stand in place of the last of these words. */
  ask(words: string[]): Promise<Completion>
}

/** What TAB offers behind a text, and which part of the text it replaces. A single word that is whole ends with a space. */
export async function complete(text: string, around: Surroundings): Promise<[words: string[], replaced: string]> {
  const found = typed(text, around.home)
  if (!found) return [[], '']
  const words =
    /^(kubectl|kubesim|k)$/.test(found.words[0]!) && found.words.length > 1 ? found.words.slice(1) : found.words
  const begun = words.at(-1)!
  const { candidates, files } = found.input ? { candidates: [], files: true } : await around.ask(words)
  const fitting = files ? fileNames(begun, around.cwd) : candidates.map(candidate => candidate.word)
  if (found.words.length === 1) fitting.push(...around.own.filter(word => word.startsWith(begun)))
  const offered = [...new Set(fitting)].map(word => found.raw + escaped(word.slice(begun.length), found.raw))
  if (offered.length === 1 && !/[/=]$/.test(offered[0]!)) offered[0] += ' '
  return [offered, found.raw]
}

/** Files and folders (with a slash) that begin with what was typed. */
function fileNames(begun: string, cwd: string): string[] {
  const slash = begun.lastIndexOf('/') + 1
  const folder = begun.slice(0, slash)
  const name = begun.slice(slash)
  try {
    return readdirSync(resolve(cwd, folder || '.'), { withFileTypes: true })
      .filter(entry => entry.name.startsWith(name) && (name.startsWith('.') || !entry.name.startsWith('.')))
      .map(entry => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort()
  } catch {
    return []
  }
}

/** The rest of a word, with backslashes where the prompt would end it; in quotes it is as it is. */
const escaped = (rest: string, raw: string): string =>
  /^['"]/.test(raw) ? rest : rest.replace(/[\s'"\\$`;|<>&()]/g, '\\$&')
