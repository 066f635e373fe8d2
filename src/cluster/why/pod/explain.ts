import type { Connection } from '../../../api/kind.ts'
import { condition, isTrue } from '../../../lib/conditions.ts'
import { age, formatGoDuration } from '../../../lib/duration.ts'
import type { Condition, Node, Pod } from '../../../lib/objects.ts'
import { controllerOf } from '../../../lib/owner.ts'
import { parseTime } from '../../../lib/time.ts'
import { offSince } from '../../faults/faults.ts'
import { cause, counted, type Finding, listed, note, type WhyReply } from '../finding.ts'
import { containerFindings, onPurpose, origin } from './containers.ts'
import { nodeFindings } from './placement.ts'
import { inNamespace } from './pod.ts'
import { comingRefusal, isRefused, refusalFindings } from './refused.ts'

/** All that can be said of why a pod is as it is: the chain of causes, then how it came to its node. */
export function explain(pod: Pod, connection: Connection): WhyReply {
  const { metadata, spec, status } = pod
  const called = `Pod ${metadata.namespace}/${metadata.name}`
  const reply = (summary: string, ok: boolean, findings: Finding[]): WhyReply => ({
    summary: `${called} ${summary}`,
    ok,
    findings: [...findings, ...ownerNotes(pod)],
  })
  if (metadata.deletionTimestamp) return reply('is being deleted.', false, deletionFindings(pod, connection))
  if (status.phase === 'Succeeded')
    return reply('has done its work: all its containers ended with exit code 0.', true, [])
  if (isRefused(pod))
    return reply(`was refused by its node: ${status.reason}.`, false, refusalFindings(pod, connection))
  if (status.phase === 'Failed') return reply(failure(pod), false, containerFindings(pod, connection))
  if (!spec.nodeName) return reply(...waiting(pod, connection))
  const node = nodeTrouble(pod, connection)
  const where = `on node ${spec.nodeName}`
  if (isTrue(status.conditions, 'Ready') && node.length === 0) {
    const restarts = (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0)
    const again = restarts > 0 ? `, after ${counted(restarts, 'restart')}` : ''
    return reply(`is ready ${where}${again}.`, true, [
      ...lastEnds(pod, connection),
      ...nodeFindings(pod, connection.read),
    ])
  }
  const coming = comingRefusal(pod, connection)
  if (coming) return reply('is about to be refused by its node.', false, coming)
  const causes = [...node, ...containerFindings(pod, connection), ...gates(pod)]
  if (causes.length > 0) return reply(`is not ready ${where}.`, false, causes)
  const next = note(
    'Its images are being pulled and its containers created.',
    `kubectl wait --for=condition=Ready pod/${metadata.name}${inNamespace(pod)}`,
  )
  return reply(`is coming up ${where}.`, false, [next])
}

function failure({ status }: Pod): string {
  const { reason, message } = status
  if (!reason) return 'has failed: a container ended badly and is not to be started again.'
  return `has failed: ${reason}${message ? ` (${message})` : ''}.`
}

/** It is on no node: what holds it back, node by node. */
function waiting(pod: Pod, connection: Connection): [string, boolean, Finding[]] {
  const { spec, status, metadata } = pod
  if (spec.schedulingGates?.length) {
    const names = listed(spec.schedulingGates.map(({ name }) => name))
    const attempt = `kubectl patch pod ${metadata.name}${inNamespace(pod)} --type=json -p '[{"op":"remove","path":"/spec/schedulingGates"}]'`
    return [
      'is not to be scheduled yet.',
      false,
      [cause(`It has the scheduling gates ${names}; whoever set them has to remove them.`, attempt)],
    ]
  }
  if (spec.schedulerName && spec.schedulerName !== 'default-scheduler') {
    return [
      'is on no node.',
      false,
      [cause(`It asks for the scheduler ${spec.schedulerName}, and none of that name runs.`)],
    ]
  }
  const said = condition(status.conditions as Condition[] | undefined, 'PodScheduled')?.message
  const claim = /^0\/\d+ nodes are available: (persistentvolumeclaim .*|pod has unbound .*?)\. /.exec(said ?? '')?.[1]
  const found: Finding[] = []
  if (status.nominatedNodeName) {
    found.push(note(`Room is being made for it on node ${status.nominatedNodeName}: less important Pods are leaving.`))
  }
  if (claim) found.push(cause(`No node is looked at: ${claim}.`, `kubectl get pvc${inNamespace(pod)}`))
  else found.push(...nodeFindings(pod, connection.read))
  return ['is on no node: none takes it.', false, found]
}

function deletionFindings(pod: Pod, { read, now }: Connection): Finding[] {
  const { metadata, spec } = pod
  const found: Finding[] = []
  const node = read.get<Node>('nodes', undefined, spec.nodeName ?? '')
  const off = node && (offSince(read, node) !== undefined || !isTrue(node.status.conditions, 'Ready'))
  if (off) {
    found.push(
      cause(
        `Its node ${node.metadata.name} does not answer, so nobody can tell that its containers have ended. It stays until the node is back or removed.`,
        offSince(read, node) === undefined
          ? `kubectl describe node ${node.metadata.name}`
          : `kubesim node recover ${node.metadata.name}`,
      ),
    )
  } else if (!metadata.finalizers?.length) {
    const seconds = metadata.deletionGracePeriodSeconds ?? 0
    const left = (parseTime(metadata.deletionTimestamp) ?? now) - now
    const until = left > 0 ? `, of which ${formatGoDuration(Math.ceil(left / 1000) * 1000)} are left` : ''
    const hooked = spec.containers.filter(({ lifecycle }) => lifecycle?.preStop).map(({ name }) => name)
    const hook = hooked.length > 0 ? ` The preStop hook of ${listed(hooked)} comes first.` : ''
    found.push(cause(`Its containers have been asked to stop and have ${seconds}s for it${until}.${hook}`))
  }
  if (metadata.finalizers?.length) {
    found.push(cause(`Its finalizers ${listed(metadata.finalizers)} keep it: whoever set them has to remove them.`))
  }
  return found
}

function nodeTrouble({ spec, status }: Pod, { read, now }: Connection): Finding[] {
  const node = read.get<Node>('nodes', undefined, spec.nodeName!)
  if (!node) return [cause(`Its node ${spec.nodeName} does not exist any more; the Pod is given up soon.`)]
  const { name } = node.metadata
  const off = offSince(read, node)
  const ready = condition(node.status.conditions as Condition[] | undefined, 'Ready')
  if (off !== undefined) {
    const noticed = ready?.status === 'True' ? ' The cluster has not noticed yet: it waits for fifty seconds.' : ''
    return [cause(`Its node ${name} was switched off ${age(off, now)} ago.${noticed}`, `kubesim node recover ${name}`)]
  }
  if (ready?.status === 'True' || (isTrue(status.conditions, 'Ready') && !ready)) return []
  return [
    cause(
      `Its node ${name} is not ready: ${ready?.message ?? 'its kubelet has never said anything'}`,
      `kubectl describe node ${name}`,
    ),
  ]
}

function gates({ spec, status }: Pod): Finding[] {
  if (!isTrue(status.conditions, 'ContainersReady')) return []
  return (spec.readinessGates ?? [])
    .filter(({ conditionType }) => !isTrue(status.conditions, conditionType))
    .map(({ conditionType }) =>
      cause(
        `All its containers are ready, but its readiness gate ${conditionType} is not True; somebody else has to set that condition.`,
      ),
    )
}

/** Of a pod that is ready: why its containers were restarted last, and what is wrong with it on purpose. */
function lastEnds(pod: Pod, connection: Connection): Finding[] {
  const found = onPurpose(pod, connection, () => true)
  for (const { name, lastState } of pod.status.containerStatuses ?? []) {
    const end = lastState?.terminated
    if (!end) continue
    const why = `exit code ${end.exitCode}${end.reason ? `, ${end.reason}` : ''}`
    const logs = `kubectl logs ${pod.metadata.name} -c ${name} --previous${inNamespace(pod)}`
    found.push(
      note(`Container ${name} ended ${age(end.finishedAt, connection.now)} ago (${why}) and was started again.`, logs),
    )
  }
  return found.map(finding => ({ ...finding, kind: 'note' }))
}

function ownerNotes(pod: Pod): Finding[] {
  const owner = controllerOf(pod)
  if (!owner) return [note('Nobody manages it: if it goes, nobody makes another.')]
  const from = origin(pod)
  const through = from.startsWith(owner.kind.toLowerCase()) ? '' : ` of ${from}`
  return [note(`It was made by ${owner.kind} ${owner.name}${through}: changes belong there.`)]
}
