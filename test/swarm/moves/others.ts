import { pick } from '../step.ts'
import { any, apply, at, type Move, NAMESPACES } from './move.ts'
import { podSpec } from './workloads.ts'

const SCRIPTS = ['exit 0', 'exit 1', 'sleep 5', 'sleep 90', 'sleep 2; exit 4']

/** What is done with Jobs, DaemonSets and whole nodes. */
export const others: Move[] = [
  {
    weight: 3,
    step(rng) {
      const spec = { restartPolicy: pick(rng, ['Never', 'OnFailure']) }
      const containers = [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', pick(rng, SCRIPTS)] }]
      return apply({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: `job-${rng.int(4)}`, namespace: pick(rng, NAMESPACES) },
        spec: {
          completions: rng.between(1, 4),
          parallelism: rng.int(4),
          backoffLimit: rng.int(3),
          ...pick(rng, [{}, { ttlSecondsAfterFinished: 30 }, { activeDeadlineSeconds: 20 }]),
          template: { spec: { ...spec, containers } },
        },
      })
    },
  },
  {
    weight: 2,
    step: rng =>
      apply({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent', namespace: pick(rng, NAMESPACES) },
        spec: {
          selector: { matchLabels: { app: 'agent' } },
          template: { metadata: { labels: { app: 'agent' } }, spec: podSpec(rng) },
        },
      }),
  },
  {
    weight: 2,
    step(rng, there) {
      const target = any(rng, there, 'jobs.batch', 'daemonsets.apps')
      return target && { argv: ['delete', ...at(target), '--wait=false'] }
    },
  },
  {
    weight: 2,
    step: rng => ({ argv: ['delete', 'pods,jobs', '--all', '-n', pick(rng, NAMESPACES)!, '--wait=false'] }),
  },
  {
    weight: 1,
    step(rng) {
      const node = pick(rng, ['kubesim-worker', 'kubesim-worker2'])!
      return { argv: ['drain', node, '--ignore-daemonsets', '--force', '--delete-emptydir-data', '--timeout=20s'] }
    },
  },
  { weight: 2, step: rng => ({ argv: ['uncordon', pick(rng, ['kubesim-worker', 'kubesim-worker2'])!] }) },
]
