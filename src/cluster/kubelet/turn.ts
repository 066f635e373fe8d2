import { hasEnded, hasSucceeded, isRunning, type Life, type Part } from './life.ts'

/** Whether an init container lets the next one start: it ended well, or is a sidecar that has started. */
export function hasPassed(part: Part): boolean {
  return part.role === 'sidecar' ? isRunning(part) && part.status.started === true : hasSucceeded(part)
}

/** All init containers are through. Once the main containers have run, a sidecar's restart does not undo that. */
export function isInitialized(parts: readonly Part[]): boolean {
  const begun = parts.some(
    part => part.role === 'main' && (isRunning(part) || hasEnded(part) || part.status.lastState?.terminated),
  )
  return begun || parts.every(part => part.role === 'main' || hasPassed(part))
}

/** Whether a container that has ended is started again. */
export function restarts(life: Life, part: Part): boolean {
  if (life.terminating) return false
  if (part.role === 'sidecar') return !isOver(life)
  const policy = part.container.restartPolicy ?? life.pod.spec.restartPolicy ?? 'Always'
  if (part.facts.condemned) return policy !== 'Never'
  const exitCode = part.status.state?.terminated?.exitCode
  if (exitCode !== undefined && ruled(part, exitCode)) return true
  const failed = part.status.state?.terminated?.exitCode !== 0
  if (part.role === 'init') return failed && policy !== 'Never'
  return policy === 'Always' || (policy === 'OnFailure' && failed)
}

/** A rule of the container's own asks for a restart after this exit. */
function ruled({ container }: Part, exitCode: number): boolean {
  const { restartPolicyRules = [] } = container as { restartPolicyRules?: Rule[] }
  return restartPolicyRules.some(({ action, exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false
    return action === 'Restart' && exitCodes !== undefined && (exitCodes.operator === 'In' ? listed : !listed)
  })
}

type Rule = { action: string; exitCodes?: { operator: string; values?: number[] } }

/** No main container runs or will run again, or an init container failed for good. */
export function isOver(life: Life): boolean {
  const ended = (part: Part) => hasEnded(part) && !restarts(life, part)
  if (life.parts.some(part => part.role === 'init' && ended(part) && !hasSucceeded(part))) return true
  return life.parts.every(part => part.role !== 'main' || ended(part))
}

/** Whether it is a container's turn to be started: those before it are through (init) or have had their turn (main). */
export function hasTurn(life: Life, part: Part): boolean {
  if (life.terminating || life.unmountable.length) return false
  for (const other of life.parts) {
    if (other === part) return true
    if (other.role === 'main') {
      // One at a time: a container waits while an earlier one is being pulled or started, not while it is in a back-off.
      if (wantsStart(other)) return false
    } else if (part.role === 'main' ? !isInitialized(life.parts) : !hasPassed(other)) return false
  }
  return true
}

/** Nothing stands against its start but its turn: it does not run, has not ended for good, waits for no back-off. */
export function wantsStart(part: Part): boolean {
  const { facts } = part
  if (isRunning(part) || (hasEnded(part) && !facts.again) || facts.endedAt !== undefined || facts.wait) return false
  return !facts.image || facts.image.retrying === true
}
