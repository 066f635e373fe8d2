import type { KindDefinition } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { ResourceQuota } from '../../lib/objects.ts'
import { admit } from './admission.ts'
import { resourceQuotaController } from './controller.ts'
import type { Quantities } from './quantities.ts'
import { validate } from './validate.ts'

/** How much a namespace may hold in all. */
export const resourceQuotas: KindDefinition<ResourceQuota> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'ResourceQuota', plural: 'resourcequotas', singular: 'resourcequota', shortNames: ['quota'] },
  schema: 'io.k8s.api.core.v1.ResourceQuota',
  subresources: { status: true },
  generation: false,
  prepare(next, previous) {
    next.spec ??= {}
    if (!previous) next.status = {}
  },
  validate,
  admit,
  tally: ({ metadata }) => [[`quota/${metadata.namespace}`, 1]],
  columns: () => [
    { name: 'Name', value: quota => quota.metadata.name },
    { name: 'Request', value: quota => shares(quota, name => !name.startsWith('limits.')) },
    { name: 'Limit', value: quota => shares(quota, name => name.startsWith('limits.')) },
    { name: 'Age', value: (quota, { now }) => age(quota.metadata.creationTimestamp, now) },
  ],
  describe: quota =>
    new Describe()
      .line(0, 'Name', quota.metadata.name)
      .line(0, 'Namespace', quota.metadata.namespace!)
      .write(0, describeQuota(quota, ''))
      .toString(),
  controllers: [resourceQuotaController],
}

function shares({ status }: ResourceQuota, wanted: (name: string) => boolean): string {
  const { hard = {}, used = {} } = status as { hard?: Quantities; used?: Quantities }
  const names = Object.keys(hard).filter(wanted).sort()
  return names.map(name => `${name}: ${used[name] ?? '0'}/${hard[name]}`).join(', ')
}

const SCOPES: Record<string, string> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
}

/** Scopes and the table of a quota; `describe namespace` shows it indented. */
export function describeQuota({ spec, status }: ResourceQuota, indent: string): string {
  const { hard = {}, used = {} } = status as { hard?: Quantities; used?: Quantities }
  let text = ''
  if (spec.scopes?.length) {
    const scopes = [...spec.scopes].sort()
    text += `${indent}Scopes:\t${scopes.join(', ')}\n`
    for (const scope of scopes) if (SCOPES[scope]) text += `${indent} * ${SCOPES[scope]}\n`
  }
  const rule = indent === '' ? '--------\t----\t----' : '--------\t---\t---'
  text += `${indent}Resource\tUsed\tHard\n${indent}${rule}\n`
  for (const name of Object.keys(hard).sort()) text += `${indent}${name}\t${used[name] ?? '0'}\t${hard[name]}\n`
  return text
}
