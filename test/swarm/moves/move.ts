import type { KubeObject } from '../../../src/lib/objects.ts'
import type { Prng } from '../../../src/lib/prng.ts'
import { pick, type Step } from '../step.ts'

/** Something a person may do. It looks at what there is, and gives a command line; undefined when it cannot be done now. */
export interface Move {
  /** How often, against the others. */
  weight: number
  step(rng: Prng, there: There): Step | undefined
}

/** What there is to choose from. */
export interface There {
  objects<T extends KubeObject>(resource: string): T[]
}

export const NAMESPACES = ['default', 'shop', 'lab']
export const APPS = ['web', 'api', 'cache']

/** Everybody's but the cluster's own. */
const isOurs = ({ metadata }: KubeObject): boolean =>
  !metadata.namespace?.startsWith('kube-') && metadata.name !== 'kubernetes'

/** One of the objects of a resource that people made. */
export function any<T extends KubeObject>(rng: Prng, there: There, ...resources: string[]): T | undefined {
  return pick(rng, resources.flatMap(resource => there.objects<T>(resource)).filter(isOurs))
}

/** `-n shop deployment/web` */
export const at = ({ kind, metadata }: KubeObject): string[] => [
  ...(metadata.namespace ? ['-n', metadata.namespace] : []),
  `${kind.toLowerCase()}/${metadata.name}`,
]

export const apply = (...objects: object[]): Step => ({
  argv: ['apply', '-f', '-'],
  stdin: objects.map(object => JSON.stringify(object)).join('\n---\n'),
})
