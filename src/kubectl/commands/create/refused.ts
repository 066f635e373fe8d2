import type { Command } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'

/** Generators of kinds that are not simulated. */
const KINDS: Record<string, string> = {
  clusterrole: 'ClusterRole',
  clusterrolebinding: 'ClusterRoleBinding',
  cronjob: 'CronJob',
  ingress: 'Ingress',
  job: 'Job',
  poddisruptionbudget: 'PodDisruptionBudget',
  priorityclass: 'PriorityClass',
  quota: 'ResourceQuota',
  role: 'Role',
  rolebinding: 'RoleBinding',
  token: 'TokenRequest',
}

const ALIASES: Record<string, string[]> = {
  cronjob: ['cj'],
  ingress: ['ing'],
  poddisruptionbudget: ['pdb'],
  priorityclass: ['pc'],
  quota: ['resourcequota'],
}

export const refusedGenerators: Command[] = Object.entries(KINDS).map(([name, kind]) => ({
  name,
  aliases: ALIASES[name],
  summary: `Not simulated: there is no ${kind}`,
  hidden: true,
  local: () => true,
  run() {
    throw new FailedError(`${PROGRAM} does not simulate "create ${name}": there is no ${kind}`)
  },
}))
