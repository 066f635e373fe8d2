import { ApiError } from '../../api/errors.ts'
import { canonicalQuantity, parseQuantity } from '../../lib/quantity.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import { DRY_RUN, dryRun } from '../dry-run.ts'
import { throwAll } from '../failures.ts'
import { fetchTargets, type Found } from '../fetch.ts'
import { maybeLastApplied } from '../last-applied.ts'
import { FILE_FLAGS } from '../manifests/load.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { resolveTargets } from '../targets.ts'
import { SAVE_CONFIG } from './create/generator.ts'

export const autoscale: Command = {
  name: 'autoscale',
  group: 'Deploy Commands:',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=TARGET]',
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  long: `Make a HorizontalPodAutoscaler, which fits the number of pods to what they use.

What a pod uses is simulated for pods that say what a request costs them, by the annotation
kubesim.dev/cpu-per-request of their template ("5m": 200 requests a second keep one core busy). Load comes from curl and load.`,
  examples: `  # Two to ten pods, that use 60% of the CPU they asked for
  kubesim autoscale deployment web --min=2 --max=10 --cpu=60%

  # At most five, that use half a core each
  kubesim autoscale deployment web --max=5 --cpu=500m`,
  complete: 'resource-name',
  flags: [
    { name: 'cpu', type: 'string', default: '', help: 'What pods should use: "70%" of the request, or "500m" each.' },
    { name: 'cpu-percent', type: 'int', default: -1, hidden: true, help: 'As --cpu with a percentage.' },
    DRY_RUN,
    ...FILE_FLAGS,
    { name: 'max', type: 'int', required: true, help: 'Most pods there may be.' },
    { name: 'memory', type: 'string', default: '', help: 'What pods should use: "60%" of the request, or "1Gi" each.' },
    { name: 'min', type: 'int', default: -1, help: 'Fewest pods there may be. Default: 1.' },
    { name: 'name', type: 'string', default: '', help: 'Name of the autoscaler. Default: that of what it scales.' },
    ...outputFlags(),
    SAVE_CONFIG,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { max, min } = flags
  if (max < 1) throw new FailedError(`--max=MAXPODS is required and must be at least 1, max: ${max}`)
  if (max < min) {
    throw new FailedError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`)
  }
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const { found, errors } = await fetchTargets(ctx.client, await resolveTargets(ctx, args, flags))
  const metrics = metricsOf(ctx, flags)
  for (const target of found) {
    const built = build(target, metrics, flags)
    const { explicit, name: namespace } = ctx.namespace
    const placed = explicit ? { ...built, metadata: { ...built.metadata, namespace } } : built
    const object = maybeLastApplied(placed, flags['save-config'])
    if (mode === 'client') {
      await results.printBuilt(object, 'autoscaled')
      continue
    }
    const query = { dryRun: mode === 'server' || undefined }
    const call = { verb: 'create', resource: HPA, namespace: target.namespace, query, body: object } as const
    try {
      await results.printBuilt((await ctx.client.call(call)).body, 'autoscaled')
    } catch (error) {
      if (!(error instanceof ApiError) || metrics.length > 0) throw error
      // kubectl tries the older version then, which cannot do without a target.
      const why = 'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1'
      throw new FailedError(`${why}: empty input`)
    }
  }
  throwAll(errors)
}

const HPA = 'horizontalpodautoscalers.autoscaling'

function build({ resource, name, object }: Found, metrics: object[], { min, max, name: own }: Flags): any {
  if (!resource.subresources.includes('scale')) {
    const [group, version] = [resource.group, resource.version]
    const gvr = `${group}/${version}, Resource=${resource.plural}`
    throw new FailedError(
      `cannot autoscale a ${resource.kind}: could not find scale subresource for ${gvr} in discovery information`,
    )
  }
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: own || name },
    spec: {
      scaleTargetRef: { kind: resource.kind, name, apiVersion: object.apiVersion },
      ...(min > 0 && { minReplicas: min }),
      maxReplicas: max,
      ...(metrics.length > 0 && { metrics }),
    },
  }
}

function metricsOf(ctx: CommandContext, { cpu, memory, 'cpu-percent': percent }: Flags): object[] {
  if (percent >= 0) {
    const advice = `Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).`
    ctx.complain(`Flag --cpu-percent has been deprecated, ${advice}`)
  }
  const texts: [string, string][] = [
    ['cpu', cpu || (percent > 0 ? `${percent}%` : '')],
    ['memory', memory],
  ]
  return texts
    .filter(([, text]) => text !== '')
    .map(([name, text]) => ({ type: 'Resource', resource: { name, target: targetOf(name, text) } }))
}

function targetOf(name: string, text: string): object {
  if (text.endsWith('%')) {
    const percent = Number(text.slice(0, -1))
    if (!Number.isInteger(percent) || percent <= 0) {
      throw new FailedError(`invalid value for --${name}: invalid utilization percentage: ${text}`)
    }
    return { type: 'Utilization', averageUtilization: percent }
  }
  if (parseQuantity(text) === undefined) throw new FailedError(`invalid value for --${name}: invalid quantity: ${text}`)
  return { type: 'AverageValue', averageValue: canonicalQuantity(text) }
}
