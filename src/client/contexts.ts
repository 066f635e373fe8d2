import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { Home } from '../session/home.ts'
import { type OpenOptions, defaultFacts, locate, openSession } from './open.ts'

type Env = Record<string, string | undefined>

/** What kubectl's configuration calls a context: a cluster and the namespace that commands take in it. */
export interface Context {
  name: string
  /** The cluster's state file, which may not exist yet. */
  file: string
  /** Undefined when nobody chose one. */
  namespace?: string
}

/** The contexts there are, and the name of the current one: the user's clusters, or the state file that was asked for. */
export function contexts(options: OpenOptions): { current: string; all: Context[] } {
  const { name, file, home } = locate(options)
  if (!home) return { current: basename(file, '.db'), all: [described(options.env, basename(file, '.db'), file)] }
  const names = new Set(name === '' ? home.list() : [...home.list(), name])
  return { current: name, all: [...names].sort().map(each => described(options.env, each, home.fileOf(each))) }
}

/** Throws StateFileError. */
export function setNamespace(env: Env, { name, file }: Context, namespace: string): void {
  new Home(env).make()
  const session = openSession(file, defaultFacts(name), env)
  try {
    session.setNamespace(namespace)
    session.commit()
  } finally {
    session.close()
  }
}

/** A file that cannot be read is a context all the same: whoever uses it is told. */
function described(env: Env, name: string, file: string): Context {
  if (!existsSync(file)) return { name, file }
  try {
    const session = openSession(file, defaultFacts(name), env)
    try {
      const namespace = session.namespace()
      session.commit()
      return { name, file, namespace }
    } finally {
      session.close()
    }
  } catch {
    return { name, file }
  }
}
