import { formatGoDuration } from '../../lib/duration.ts'
import type { Ms } from '../../lib/time.ts'
import type { Health } from '../images/image.ts'

/** What a health check over gRPC meets. `late`: the answer takes longer than the probe waits. */
export interface Encounter {
  target: string
  timeout: Ms
  late: boolean
  /** Undefined: nothing there speaks gRPC, or nothing listens. gRPC tries to connect until its time is over. */
  health: Health | undefined
}

/** What the kubelet tells of it; undefined: all is well (pkg/probe/grpc). */
export function grpcFailure({ target, timeout, late, health }: Encounter): string | undefined {
  const within = formatGoDuration(timeout)
  if (health === undefined) {
    return `timeout: failed to connect service "${target}" within ${within}: context deadline exceeded`
  }
  if (late) return `timeout: health rpc did not complete within ${within}`
  if (typeof health === 'string') {
    return health === 'SERVING' ? undefined : `service unhealthy (responded with "${health}")`
  }
  const { code, message } = health
  if (code === 'Unimplemented') {
    return `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${message}`
  }
  return `error: health rpc probe failed: rpc error: code = ${code} desc = ${message}`
}
