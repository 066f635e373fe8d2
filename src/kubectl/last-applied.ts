import { goJson } from '../lib/go-json.ts'
import type { Target } from './targets.ts'

/** The annotation in which apply remembers what it was last given. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** What an object was last applied as; undefined when it never was. */
export const lastApplied = (object: any): string | undefined => object.metadata?.annotations?.[LAST_APPLIED]

/** The manifest as it goes to the cluster: in its namespace. */
export function placed({ manifest, namespace }: Target): any {
  if (namespace === undefined) return manifest
  return { ...manifest, metadata: { ...manifest.metadata, namespace } }
}

/** The object with itself in its annotation, as apply and --save-config send it. */
export function withLastApplied(object: any): any {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata?.annotations ?? {}
  const plain = { ...object, metadata: { ...object.metadata, annotations } }
  const text = `${goJson(plain)}\n`
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } }
}

/** --save-config writes the annotation; without it, it is only kept up to date where it already is. */
export const maybeLastApplied = (object: any, save: boolean): any =>
  save || lastApplied(object) !== undefined ? withLastApplied(object) : object
