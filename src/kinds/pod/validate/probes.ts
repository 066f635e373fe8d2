import type { ExecAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from 'kubernetes-types/core/v1'
import { headerNameErrors, portNumberErrors } from '../../../lib/names.ts'
import type { Container } from '../../../lib/objects.ts'
import type { Path } from './path.ts'
import { validatePortReference } from './ports.ts'

/** What a probe or a hook does; the fields of both. */
type Handler = LifecycleHandler & Pick<Probe, 'grpc'>

/** `grace`: the pod's grace period in seconds, which a sleeping hook must not exceed. */
export function validateProbes(container: Container, grace: number, at: Path): void {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container
  if (lifecycle) validateLifecycle(lifecycle, grace, at.at('lifecycle'))
  if (livenessProbe) validateOnceProbe(livenessProbe, grace, at.at('livenessProbe'))
  if (readinessProbe) {
    validateProbe(readinessProbe, grace, at.at('readinessProbe'))
    const { terminationGracePeriodSeconds } = readinessProbe
    if (terminationGracePeriodSeconds !== undefined) {
      const here = at.at('readinessProbe').at('terminationGracePeriodSeconds')
      here.invalid(terminationGracePeriodSeconds, 'must not be set for readinessProbes')
    }
  }
  if (startupProbe) validateOnceProbe(startupProbe, grace, at.at('startupProbe'))
}

/** Liveness and startup probes succeed at the first success. */
function validateOnceProbe(probe: Probe, grace: number, at: Path): void {
  validateProbe(probe, grace, at)
  if (probe.successThreshold !== 1) at.at('successThreshold').invalid(probe.successThreshold ?? 0, 'must be 1')
}

function validateProbe(probe: Probe, grace: number, at: Path): void {
  validateHandler(probe, grace, at)
  at.at('initialDelaySeconds').nonNegative(probe.initialDelaySeconds)
  at.at('timeoutSeconds').nonNegative(probe.timeoutSeconds)
  at.at('periodSeconds').nonNegative(probe.periodSeconds)
  at.at('successThreshold').nonNegative(probe.successThreshold)
  at.at('failureThreshold').nonNegative(probe.failureThreshold)
  const seconds = probe.terminationGracePeriodSeconds
  if (seconds !== undefined && seconds <= 0) {
    at.at('terminationGracePeriodSeconds').invalid(seconds, 'must be greater than 0')
  }
}

function validateLifecycle(lifecycle: Lifecycle, grace: number, at: Path): void {
  if (lifecycle.postStart) validateHandler(lifecycle.postStart, grace, at.at('postStart'))
  if (lifecycle.preStop) validateHandler(lifecycle.preStop, grace, at.at('preStop'))
}

function validateHandler(handler: Handler, grace: number, at: Path): void {
  let count = 0
  const one = (type: 'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'sleep', validate: (here: Path) => void) => {
    if (!handler[type]) return
    if (++count > 1) at.at(type).forbidden('may not specify more than 1 handler type')
    else validate(at.at(type))
  }
  one('exec', here => validateExec(handler.exec!, here))
  one('httpGet', here => validateHttpGet(handler.httpGet!, here))
  one('tcpSocket', here => validatePortReference(handler.tcpSocket!.port, here.at('port')))
  one('grpc', here => here.at('port').judge(handler.grpc!.port, portNumberErrors(handler.grpc!.port)))
  one('sleep', here => {
    const { seconds } = handler.sleep!
    if (seconds >= 0 && seconds <= grace) return
    here.invalid(seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`)
  })
  if (count === 0) at.required('must specify a handler type')
}

function validateExec({ command }: ExecAction, at: Path): void {
  if (!command?.length) at.at('command').required()
}

function validateHttpGet(action: HTTPGetAction, at: Path): void {
  if (!action.path) at.at('path').required()
  validatePortReference(action.port, at.at('port'))
  if (!['HTTP', 'HTTPS'].includes(action.scheme!)) at.at('scheme').unsupported(action.scheme ?? '', ['HTTP', 'HTTPS'])
  for (const { name } of action.httpHeaders ?? []) at.at('httpHeaders').judge(name, headerNameErrors(name))
}
