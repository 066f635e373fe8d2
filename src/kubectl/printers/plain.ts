import { goJsonPretty } from '../../lib/go-json.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { toYaml } from '../../lib/yaml.ts'
import type { Printer } from './index.ts'

export const json = (): Printer => object => `${goJsonPretty(object)}\n`

/** Further objects begin with a document separator. */
export function yaml(): Printer {
  let count = 0
  return object => `${count++ > 0 ? '---\n' : ''}${toYaml(object)}`
}

/** `deployment.apps/web`; a List prints its items. */
export const name = (): Printer => object =>
  Array.isArray(object.items) ? object.items.map(nameLine).join('') : nameLine(object)

function nameLine(object: KubeObject): string {
  const slash = object.apiVersion.indexOf('/')
  const group = slash < 0 ? '' : `.${object.apiVersion.slice(0, slash)}`
  return `${object.kind.toLowerCase()}${group}/${object.metadata.name}\n`
}
