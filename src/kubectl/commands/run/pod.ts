import { strictEnvNameErrors } from '../../../lib/names.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import type { Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { atoi, parseLabelPairs } from '../../generator-flags.ts'

/** The Pod that run makes. */
export function buildPod(name: string, words: string[], flags: Flags): KubeObject {
  const labels = flags['labels'] ? parseLabelPairs(flags['labels']) : { run: name }
  const annotations = parseAnnotations(flags['annotations'])
  const env = (flags['env'] as string[]).map(parseEnv)
  const container = {
    name,
    image: flags['image'],
    ...(words.length > 0 && (flags['command'] ? { command: words } : { args: words })),
    ...(flags['port'] && { ports: [{ containerPort: atoi(flags['port']) }] }),
    ...(env.length > 0 && { env }),
    resources: {},
    ...(flags['image-pull-policy'] && { imagePullPolicy: flags['image-pull-policy'] }),
    ...(flags['privileged'] && { securityContext: { privileged: true } }),
    ...(flags['stdin'] && { stdin: true, ...(!flags['leave-stdin-open'] && { stdinOnce: true }) }),
    ...(flags['tty'] && { tty: true }),
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ...(annotations && { annotations }) },
    spec: { containers: [container], restartPolicy: flags['restart'], dnsPolicy: 'ClusterFirst' },
    status: {},
  }
}

/** The Service of --expose. */
export function buildService({ metadata }: KubeObject, flags: Flags): KubeObject {
  const port = atoi(flags['port'])
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: metadata.name },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: metadata.labels },
    status: { loadBalancer: {} },
  }
}

function parseEnv(text: string): { name: string; value: string } {
  const equals = text.indexOf('=')
  const name = text.slice(0, equals)
  const value = text.slice(equals + 1)
  if (equals <= 0 || value === '' || strictEnvNameErrors(name).length > 0) throw new FailedError(`invalid env: ${text}`)
  return { name, value }
}

function parseAnnotations(pairs: readonly string[]): Record<string, string> | undefined {
  if (pairs.length === 0) return undefined
  const annotations: Record<string, string> = {}
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals <= 0) throw new FailedError(`invalid annotation format: ${pair}`)
    annotations[pair.slice(0, equals)] = pair.slice(equals + 1)
  }
  return annotations
}
