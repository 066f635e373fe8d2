import { existsSync } from 'node:fs'
import { Home } from '../session/home.ts'
import type { Dump } from '../session/session.ts'
import type { ClusterFacts } from '../sim.ts'
import { noneInUse, openSession } from './open.ts'

type Env = Record<string, string | undefined>

/** One named cluster of the user's. */
export interface ClusterEntry extends ClusterFacts {
  current: boolean
  clock: 'wall' | 'virtual'
  namespace: string
  file: string
}

/** A cluster cannot be made, found or removed; the message says why. */
export class ClusterError extends Error {}

const NAME = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/

export const isInUse = (env: Env): boolean => new Home(env).current() !== ''

/** Throws ClusterError when none is in use. */
export function currentCluster(env: Env): string {
  const home = new Home(env)
  const name = home.current()
  if (name === '') throw new ClusterError(noneInUse(home))
  return name
}

export const clusterNames = (env: Env): string[] => new Home(env).list()

export function describeCluster(env: Env, name: string): ClusterEntry {
  const home = new Home(env)
  const session = openSession(known(home, name), { name, nodes: 3, zones: [], bare: false, seed: 1 }, env)
  try {
    const { clock, namespace, file } = session.info()
    const facts = session.facts()
    session.commit()
    return { ...facts, name, clock, namespace, file, current: home.current() === name }
  } finally {
    session.close()
  }
}

/** Makes a cluster and its first objects. Throws ClusterError. */
export function createCluster(env: Env, facts: ClusterFacts): void {
  const home = new Home(env)
  const { name } = facts
  checkName(name)
  if (home.has(name)) throw new ClusterError(`cluster ${JSON.stringify(name)} already exists`)
  home.make()
  const session = openSession(home.fileOf(name), facts, env)
  session.info()
  session.commit()
  session.close()
}

/** An empty name: none any more. Throws ClusterError. */
export function useCluster(env: Env, name: string): void {
  const home = new Home(env)
  if (name !== 'default' && name !== '') known(home, name)
  home.use(name)
}

/** Afterwards none may be in use. */
export function deleteCluster(env: Env, name: string): void {
  const home = new Home(env)
  known(home, name)
  home.delete(name)
  if (home.current() === name) home.use('')
}

/** Gives a cluster another name. Throws ClusterError. */
export function renameCluster(env: Env, from: string, to: string): void {
  restoreCluster(env, to, dumpCluster(env, from))
  const home = new Home(env)
  if (home.current() === from) home.use(to)
  home.delete(from)
}

/** The cluster as it was when it was made. */
export function resetCluster(env: Env, name: string): void {
  const { nodes, zones, bare, seed, proxyMode, disabledPlugins } = describeCluster(env, name)
  new Home(env).delete(name)
  createCluster(env, { name, nodes, zones, bare, seed, proxyMode, disabledPlugins })
}

export function dumpCluster(env: Env, name: string): Dump {
  const session = openSession(known(new Home(env), name), { name, nodes: 3, zones: [], bare: false, seed: 1 }, env)
  try {
    return session.dump()
  } finally {
    session.rollback()
    session.close()
  }
}

/** Makes a cluster out of a dump. Throws ClusterError; a file that was begun is removed. */
export function restoreCluster(env: Env, name: string, dump: Dump): void {
  const home = new Home(env)
  checkName(name)
  if (home.has(name))
    throw new ClusterError(`cluster ${JSON.stringify(name)} already exists: import it under another NAME`)
  home.make()
  const facts = { ...(dump.notes['cluster'] as ClusterFacts), name }
  const session = openSession(home.fileOf(name), facts, env)
  try {
    session.restore({ ...dump, notes: { ...dump.notes, cluster: facts } })
    session.close()
  } catch (error) {
    session.close()
    home.delete(name)
    throw error
  }
}

function checkName(name: string): void {
  if (NAME.test(name)) return
  throw new ClusterError(
    `${JSON.stringify(name)} is no name for a cluster: use lower case letters, digits, '-', '_' and '.', at most 63`,
  )
}

function known(home: Home, name: string): string {
  const file = home.fileOf(name)
  if (existsSync(file)) return file
  const names = home.list()
  throw new ClusterError(
    `there is no cluster ${JSON.stringify(name)}${names.length > 0 ? ` (there are: ${names.join(', ')})` : ''}`,
  )
}
