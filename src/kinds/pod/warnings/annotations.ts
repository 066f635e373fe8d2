import type { ObjectMeta } from 'kubernetes-types/meta/v1'
import type { Container, PodSpec } from '../../../lib/objects.ts'
import type { Path } from '../validate/path.ts'
import type { Warn } from './index.ts'

const OLD_ANNOTATIONS: Record<string, string> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
}
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/'
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/'
const SECCOMP_ADVICE = 'non-functional in v1.27+; use the "seccompProfile" field instead'
const APPARMOR_ADVICE = 'deprecated since v1.30; use the "appArmorProfile" field instead'

export function warnAnnotations({ annotations }: ObjectMeta, at: Path, warn: Warn): void {
  for (const key in OLD_ANNOTATIONS) if (annotations?.[key] !== undefined) warn(at.key(key), OLD_ANNOTATIONS[key]!)
}

/** Of what stands in a field today. */
export function warnProfileOfPod({ annotations }: ObjectMeta, spec: PodSpec, at: Path, warn: Warn): void {
  if (annotations?.[SECCOMP_POD] === undefined || spec.securityContext?.seccompProfile) return
  warn(at.key(SECCOMP_POD), SECCOMP_ADVICE)
}

export function warnProfiles(
  { annotations }: ObjectMeta,
  { securityContext: pod }: PodSpec,
  { name, securityContext }: Container,
  at: Path,
  warn: Warn,
): void {
  if (!annotations) return
  const has = (key: string) => annotations[key] !== undefined
  if (has(SECCOMP + name) && !securityContext?.seccompProfile) warn(at.key(SECCOMP + name), SECCOMP_ADVICE)
  const profiled = pod?.appArmorProfile ?? securityContext?.appArmorProfile
  if (has(APPARMOR + name) && !profiled) warn(at.key(APPARMOR + name), APPARMOR_ADVICE)
}
