import { isMap } from '../../../lib/own.ts'

/** Fields of one cluster, user or context, in the words of the file. */
export type Fields = Record<string, any>

export const SECTIONS = ['clusters', 'contexts', 'users'] as const
export type Section = (typeof SECTIONS)[number]

/** The word under which an item of a section keeps its fields. */
export const SINGULAR = { clusters: 'cluster', contexts: 'context', users: 'user' } as const

/** A kubeconfig, see k8s.io/client-go tools/clientcmd/api. */
export interface Kubeconfig extends Record<Section, Map<string, Fields>> {
  current: string
}

export const emptyConfig = (): Kubeconfig => ({
  clusters: new Map(),
  contexts: new Map(),
  users: new Map(),
  current: '',
})

/** Reads the file's form. What is no kubeconfig is an empty one. */
export function fromFile(value: unknown): Kubeconfig {
  const config = emptyConfig()
  if (!isMap(value)) return config
  for (const section of SECTIONS) {
    for (const item of Array.isArray(value[section]) ? value[section] : []) {
      const fields = isMap(item) ? item[SINGULAR[section]] : undefined
      if (isMap(item) && typeof item['name'] === 'string')
        config[section].set(item['name'], isMap(fields) ? fields : {})
    }
  }
  if (typeof value['current-context'] === 'string') config.current = value['current-context']
  return config
}

/** The file's form, fields in the order in which kubectl writes JSON. */
export function toFile(config: Kubeconfig): Fields {
  return {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: items(config, 'clusters'),
    users: items(config, 'users'),
    contexts: items(config, 'contexts'),
    'current-context': config.current,
  }
}

function items(config: Kubeconfig, section: Section): Fields[] | null {
  if (config[section].size === 0) return null
  return names(config, section).map(name => ({
    name,
    [SINGULAR[section]]: ordered(config[section].get(name)!, ORDER[section]),
  }))
}

export const names = (config: Kubeconfig, section: Section): string[] => [...config[section].keys()].sort()

/** The fields that the file knows, in the order of client-go's structs. */
export const ORDER: Record<Section, string[]> = {
  clusters: [
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority',
    'certificate-authority-data',
    'proxy-url',
    'disable-compression',
  ],
  contexts: ['cluster', 'user', 'namespace'],
  users: [
    'client-certificate',
    'client-certificate-data',
    'client-key',
    'client-key-data',
    'token',
    'tokenFile',
    'as',
    'as-uid',
    'as-groups',
    'username',
    'password',
    'exec',
  ],
}

function ordered(fields: Fields, order: readonly string[]): Fields {
  const known = order.filter(key => Object.hasOwn(fields, key))
  const others = Object.keys(fields).filter(key => !order.includes(key))
  return Object.fromEntries([...known, ...others].map(key => [key, fields[key]]))
}
