import { formatGoDuration } from '../../../lib/duration.ts'
import type { Fault } from '../../../lib/objects.ts'

/** `pod/web in default`, `image nginx:1.27`. */
export function subjectOf({ spec: { pod, node, image, container } }: Fault): string {
  if (node) return `node/${node.name}`
  if (!pod) return `image ${image}`
  return `pod/${pod.name}${container ? `, container ${container},` : ''} in ${pod.namespace}`
}

/** What goes wrong, in plain words: `not ready`, `answers 500 to 30% of requests`. */
export function effectOf({ spec }: Fault): string {
  const { notReady, crash, oom, slow, http, grpc, pullError } = spec
  const words: string[] = []
  const when = (after: number) => `${formatGoDuration(after)} after each start`
  if (notReady) words.push('not ready')
  if (crash) words.push(`crashes ${when(crash.after)}`)
  if (oom) words.push(`is killed for its memory ${when(oom.after)}`)
  if (slow !== undefined) words.push(`answers ${formatGoDuration(slow)} late`)
  if (http) words.push(`answers ${http.status} to ${percent(http.share)} of requests`)
  if (grpc) words.push(`answers ${grpc} to health checks over gRPC`)
  if (spec.node) words.push('is switched off')
  if (pullError) words.push('cannot be pulled')
  return words.join(', ')
}

const percent = (share: number) => `${Math.round(share * 1000) / 10}%`
