import type { Call } from '../../api/call.ts'
import type { Client, Resource } from '../../client/client.ts'
import type { Command, Complete, Flag, Flags } from '../command.ts'
import { commands } from '../commands/index.ts'
import { allFlags, REFUSED_FLAGS } from '../globals.ts'
import { findCommand } from '../parse/find.ts'
import { parse } from '../parse/parse.ts'
import { implied } from '../parse/spelling.ts'
import { resolveResource } from '../resources.ts'

/** A word that may stand where the cursor is. One that ends with `/` or `=` wants more. */
export interface Candidate {
  word: string
  help?: string
}

export interface Completion {
  candidates: Candidate[]
  /** The shell should offer file names. */
  files: boolean
}

/** The cluster to ask for names, opened only if a name is wanted; and the names of the clusters there are. */
export interface Sources {
  client(): Promise<Client>
  clusters(): Promise<string[]>
}

/** What can be typed in place of the last of `words` (those behind the program's name; the last may be empty). */
export async function complete(words: readonly string[], sources: Sources): Promise<Completion> {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const line = await findCommand(before, async name => (Object.hasOwn(commands, name) ? commands[name]!() : undefined))
  const offer = new Offer(line.command, line.args, sources)
  const { candidates, files } = await offer.at(typed)
  return { candidates: candidates.filter(candidate => candidate.word.startsWith(typed)), files }
}

const nothing: Completion = { candidates: [], files: false }
const files: Completion = { candidates: [], files: true }
const wordsOf = (words: readonly string[]): Completion => ({ candidates: words.map(word => ({ word })), files: false })

class Offer {
  readonly #command?: Command
  readonly #before: readonly string[]
  readonly #flags: readonly Flag[]
  readonly #sources: Sources

  constructor(command: Command | undefined, before: readonly string[], sources: Sources) {
    this.#command = command
    this.#before = before
    this.#flags = allFlags(command?.flags ?? [])
    this.#sources = sources
  }

  async at(typed: string): Promise<Completion> {
    if (this.#before.includes('--')) return files
    const [, name, begun] = /^--([\w-]+)=(.*)$/s.exec(typed) ?? []
    if (name !== undefined && begun !== undefined) {
      const flag = this.#flags.find(f => f.name === name)
      const { candidates, files } = flag ? await this.#value(flag, begun) : nothing
      return { candidates: candidates.map(c => ({ ...c, word: `--${name}=${c.word}` })), files }
    }
    const waiting = this.#waitingFlag()
    if (waiting) return this.#value(waiting, typed)
    if (typed.startsWith('-')) return { candidates: this.#flagNames(), files: false }
    if (!this.#command) return this.#topLevel(typed)
    return this.#argument(this.#command, typed)
  }

  /** The flag whose value the cursor is at, as in `-n `. */
  #waitingFlag(): Flag | undefined {
    const last = this.#before.at(-1) ?? ''
    if (last.includes('=') || !/^-./.test(last)) return undefined
    const flag = last.startsWith('--')
      ? this.#flags.find(f => f.name === last.slice(2))
      : this.#flags.find(f => f.short === last.at(-1))
    return flag && implied(flag) === undefined ? flag : undefined
  }

  #flagNames(): Candidate[] {
    const shown = this.#flags.filter(f => f.name === 'help' || (!f.hidden && !REFUSED_FLAGS.includes(f)))
    return shown.map(f => ({ word: `--${f.name}`, help: f.help })).sort((a, b) => (a.word < b.word ? -1 : 1))
  }

  async #topLevel(typed: string): Promise<Completion> {
    if (this.#before.some(word => !word.startsWith('-'))) return nothing
    const begun = Object.keys(commands).filter(name => name.startsWith(typed))
    const all = await Promise.all(begun.map(name => commands[name]!()))
    const shown = all.filter(command => !command.hidden)
    return { candidates: shown.map(({ name, summary }) => ({ word: name, help: summary })), files: false }
  }

  async #value(flag: Flag, typed: string): Promise<Completion> {
    if (flag.values) return wordsOf(flag.values)
    if (flag.complete) return this.#kindOf(flag.complete, [], typed)
    if (flag.type === 'bool') return wordsOf(['true', 'false'])
    if (flag.name === 'namespace') return wordsOf(await this.#names(await this.#resource(flag.name)))
    if (flag.name === 'context' || flag.name === 'cluster') return wordsOf(await this.#sources.clusters())
    if (/^containers?$/.test(flag.name)) return wordsOf(await this.#containers())
    if (/(^|-)(file|filename|state|kustomize)$/.test(flag.name)) return files
    return nothing
  }

  async #argument(command: Command, typed: string): Promise<Completion> {
    const { args } = await this.#parsed()
    const subcommands = args.length > 0 ? [] : (command.commands ?? []).filter(c => !c.hidden)
    const candidates = subcommands.map(({ name, summary }) => ({ word: name, help: summary }))
    if (!command.run) return { candidates, files: false }
    const found = await this.#kindOf(command.complete, args, typed)
    return { candidates: [...candidates, ...found.candidates], files: found.files }
  }

  async #kindOf(what: Complete | undefined, args: readonly string[], typed: string): Promise<Completion> {
    if (Array.isArray(what)) return wordsOf(args.length === 0 ? what : [])
    if (typeof what === 'object') return this.#narrow(what, args, typed)
    switch (what) {
      case 'file':
        return files
      case 'context':
        return wordsOf(args.length === 0 ? await this.#sources.clusters() : [])
      case 'resource':
        return args.length === 0 ? this.#types() : nothing
      case 'pod':
        if (args.length > 0) return nothing
        return wordsOf(typed.includes('/') ? await this.#slashed(typed) : await this.#names(await this.#resource(what)))
      case 'pod-file': {
        if (typed.includes(':')) return nothing
        const names = /[./]/.test(typed) ? [] : await this.#names(await this.#resource('pod'))
        return { candidates: names.map(name => ({ word: `${name}:` })), files: true }
      }
      case 'node':
        return wordsOf((await this.#names(await this.#resource(what))).filter(name => !args.includes(name)))
      case 'resource-name':
        return args.length === 0 && !typed.includes('/') ? this.#types() : this.#named(args, typed)
      default:
        return nothing
    }
  }

  async #narrow(what: { names: string } | { types: string[] }, args: readonly string[], typed: string) {
    if ('types' in what) return args.length || typed.includes('/') ? this.#named(args, typed) : wordsOf(what.types)
    return wordsOf(args.length ? [] : await this.#names(await this.#resource(what.names)))
  }

  /** `TYPE NAME...` behind the type, and `TYPE/NAME`. */
  async #named(args: readonly string[], typed: string): Promise<Completion> {
    if (typed.includes('/')) return wordsOf((await this.#slashed(typed)).filter(word => !args.includes(word)))
    if (args[0]!.includes('/') || args[0]!.includes(',')) return nothing
    return wordsOf((await this.#names(await this.#resource(args[0]!))).filter(name => !args.includes(name, 1)))
  }

  /** Of the object that the line names: those of a pod, or of the template that pods are made from. */
  async #containers(): Promise<string[]> {
    const [first, second] = (await this.#parsed()).args
    if (first === undefined) return []
    const [type, name] = first.includes('/')
      ? first.split('/')
      : this.#command?.complete === 'pod' || second === undefined
        ? ['pod', first]
        : [first, second]
    const resource = await this.#resource(type!)
    if (!resource || !name) return []
    const { body } = await this.#ask(resource, { verb: 'get', name })
    const spec = body.spec?.jobTemplate?.spec?.template?.spec ?? body.spec?.template?.spec ?? body.spec
    const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])] as { name: string }[]
    return all.map(container => container.name)
  }

  async #types(): Promise<Completion> {
    const resources = (await (await this.#sources.client()).resources()).filter(r => r.preferred)
    const count = (plural: string) => resources.filter(r => r.plural === plural).length
    const words = resources.map(r => (count(r.plural) > 1 ? r.resource : r.plural))
    return wordsOf([...new Set(words)].sort())
  }

  /** `pods/web-1` */
  async #slashed(typed: string): Promise<string[]> {
    const type = typed.slice(0, typed.indexOf('/'))
    return (await this.#names(await this.#resource(type))).map(name => `${type}/${name}`)
  }

  async #resource(word: string): Promise<Resource | undefined> {
    try {
      return await resolveResource(await this.#sources.client(), word)
    } catch {
      return undefined
    }
  }

  async #names(resource: Resource | undefined): Promise<string[]> {
    if (!resource) return []
    const { body } = await this.#ask(resource, { verb: 'list' })
    return (body.items as { metadata: { name: string } }[]).map(item => item.metadata.name)
  }

  async #ask(resource: Resource, call: Pick<Call, 'verb' | 'name'>) {
    const client = await this.#sources.client()
    const namespace = resource.namespaced
      ? (await this.#parsed()).flags['namespace'] || (await client.cluster.info()).namespace
      : undefined
    return client.call({ ...call, resource: resource.resource, namespace })
  }

  /** What stands before the cursor, as far as it makes sense. */
  async #parsed(): Promise<{ args: string[]; flags: Flags }> {
    try {
      return await parse(this.#waitingFlag() ? this.#before.slice(0, -1) : this.#before, this.#flags, '')
    } catch {
      return { args: [], flags: {} }
    }
  }
}
