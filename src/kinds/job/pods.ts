import { condition } from '../../lib/conditions.ts'
import type { Container, Job, Pod, PodSpec } from '../../lib/objects.ts'
import { controllerReference } from '../../lib/owner.ts'
import { isTerminal } from '../pod/readiness.ts'
import { COMPLETION_INDEX, IGNORED_INDEX_FAILURES, INDEX_FAILURES, TRACKING } from './labels.ts'

/** A pod of its own to be made: for one index of an Indexed Job, knowing how often that has failed. */
export interface Wanted {
  index?: number
  failures?: number
  ignored?: number
}

export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed'
export const isTracked = ({ metadata }: Pod): boolean => metadata.finalizers?.includes(TRACKING) ?? false

/** The completion index that a pod stands for; undefined when it has none, or one that the Job does not have. */
export function indexOf({ metadata }: Pod, { spec }: Job): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX]
  if (text === undefined || !/^\d+$/.test(text)) return undefined
  const index = Number(text)
  return index < spec.completions! ? index : undefined
}

/** Whether a pod counts as failed: a deleted one does too, unless only ended pods are replaced (IsPodFailed). */
export function hasFailed(pod: Pod, { spec }: Job): boolean {
  if (pod.status.phase === 'Failed') return true
  if (spec.podReplacementPolicy === 'Failed') return false
  return pod.metadata.deletionTimestamp !== undefined && pod.status.phase !== 'Succeeded'
}

export const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined && !isTerminal(pod)

/** A pod without the finalizer that holds it until it is counted. */
export function untracked(pod: Pod): Pod {
  const { finalizers: _, ...metadata } = pod.metadata
  const left = pod.metadata.finalizers!.filter(each => each !== TRACKING)
  return { ...pod, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata }
}

export const tracked = (pod: Pod): Pod =>
  isTracked(pod)
    ? pod
    : { ...pod, metadata: { ...pod.metadata, finalizers: [...(pod.metadata.finalizers ?? []), TRACKING] } }

/** Modelled on pkg/controller/job, createPods and indexed_job_utils.go. */
export function newPod(job: Job, { index, failures, ignored }: Wanted): Pod {
  const { metadata = {}, spec } = job.spec.template
  const { name } = job.metadata
  const annotations = { ...metadata.annotations }
  const labels = { ...metadata.labels }
  if (index !== undefined) {
    annotations[COMPLETION_INDEX] = labels[COMPLETION_INDEX] = String(index)
    if (failures !== undefined) annotations[INDEX_FAILURES] = String(failures)
    if (ignored) annotations[IGNORED_INDEX_FAILURES] = String(ignored)
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: index === undefined ? `${name}-` : `${name}-${index}-`,
      namespace: job.metadata.namespace,
      labels,
      ...(Object.keys(annotations).length > 0 && { annotations }),
      finalizers: [...(metadata.finalizers ?? []), TRACKING],
      ownerReferences: [controllerReference(job)],
    },
    spec: index === undefined ? spec : indexedSpec(spec!, `${name}-${index}`),
  } as unknown as Pod
}

function indexedSpec(spec: PodSpec, hostname: string): PodSpec {
  const withIndex = (container: Container): Container => {
    if (container.env?.some(({ name }) => name === 'JOB_COMPLETION_INDEX')) return container
    const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` }
    const env = [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }]
    return { ...container, env }
  }
  const { containers, initContainers } = spec
  return {
    ...spec,
    hostname,
    containers: containers.map(withIndex),
    ...(initContainers && { initContainers: initContainers.map(withIndex) }),
  }
}

/** Restarts of the containers of pods that run: what counts against backoffLimit with restartPolicy OnFailure. */
export function restarts(pods: readonly Pod[]): number {
  let count = 0
  for (const { status } of pods) {
    if (status.phase !== 'Running' && status.phase !== 'Pending') continue
    for (const { restartCount } of status.initContainerStatuses ?? []) count += restartCount
    for (const { restartCount } of status.containerStatuses ?? []) count += restartCount
  }
  return count
}

export const ended = ({ status }: Job): 'Complete' | 'Failed' | undefined => {
  for (const type of ['Complete', 'Failed'] as const) {
    if (condition(status.conditions, type)?.status === 'True') return type
  }
  return undefined
}
