import type { HTTPGetAction, Probe } from 'kubernetes-types/core/v1'
import { goPrint } from '../../../lib/go-print.ts'

/** `http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3` */
export function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0 } = probe
  const counts = `#success=${successThreshold} #failure=${probe.failureThreshold ?? 0}`
  const rules = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s ${counts}`
  const { exec, httpGet, tcpSocket, grpc } = probe
  if (exec) return `exec ${goPrint(exec.command ?? [])} ${rules}`
  if (httpGet) return `http-get ${url(httpGet)} ${rules}`
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${rules}`
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${rules}`
  return `unknown ${rules}`
}

function url({ scheme = '', host = '', port, path = '' }: HTTPGetAction): string {
  const name = host.includes(':') ? `[${host}]` : host
  return `${scheme.toLowerCase()}://${name}:${port}${path.startsWith('/') ? '' : '/'}${escapePath(path)}`
}

/** As Go's net/url writes a path: more is escaped than by encodeURI. */
function escapePath(path: string): string {
  return encodeURI(path).replace(/[?#!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
