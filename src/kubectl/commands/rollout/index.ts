import type { Command } from '../../command.ts'
import { pause, restart, resume } from './change.ts'
import { history } from './history.ts'
import { plan } from './plan.ts'
import { status } from './status.ts'
import { undo } from './undo.ts'

export const rollout: Command = {
  name: 'rollout',
  group: 'Deploy Commands:',
  usage: 'SUBCOMMAND',
  summary: 'Manage the rollout of a resource',
  long: `Watch, undo, restart, pause and resume what happens when the template of a workload changes.

Valid resource types: deployments, daemonsets, statefulsets.`,
  examples: `  # Wait until a deployment is rolled out
  kubesim rollout status deployment/web

  # Go back to the revision before
  kubesim rollout undo deployment/web

  # Replace all pods of the deployments with a label
  kubesim rollout restart deployment --selector=app=web`,
  bare: 'stdout',
  commands: [history, pause, plan, restart, resume, status, undo],
}
