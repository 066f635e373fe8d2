import type { PodSecurityContext, SeccompProfile, SecurityContext } from 'kubernetes-types/core/v1'
import { rangeErrors } from '../../../lib/names.ts'
import { internalStruct } from '../internal-types.ts'
import type { Path } from './path.ts'
import { validateDescending } from './paths.ts'

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined']
const PROC_MOUNTS = ['Default', 'Unmasked']
const GROUP_CHANGES = ['OnRootMismatch', 'Always']
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*([a-z0-9][-_a-z0-9]*)?[a-z0-9]$/

/** Of a user or a group. */
function validateId(id: number | undefined, at: Path): void {
  if (id !== undefined) at.judge(id, rangeErrors(id, 0, 2 ** 31 - 1))
}

function validateProfile(profile: SeccompProfile | undefined, at: Path): void {
  if (!profile) return
  const here = at.at('localhostProfile')
  if (profile.type === 'Localhost') {
    if (profile.localhostProfile === undefined) here.required('must be set when seccomp type is Localhost')
    else validateDescending(profile.localhostProfile, here)
  } else if (profile.localhostProfile !== undefined) {
    here.invalid(profile.localhostProfile, 'can only be set when seccomp type is Localhost')
  }
  if (!profile.type) at.at('type').required('type is required when seccompProfile is set')
  else if (!PROFILES.includes(profile.type)) at.at('type').unsupported(profile.type, PROFILES)
}

export function validatePodSecurity(security: PodSecurityContext, at: Path): void {
  validateId(security.fsGroup, at.at('fsGroup'))
  validateId(security.runAsUser, at.at('runAsUser'))
  validateId(security.runAsGroup, at.at('runAsGroup'))
  at.at('supplementalGroups').each(security.supplementalGroups, validateId)
  at.at('sysctls').each(security.sysctls, ({ name }, sysctl, i) => {
    const here = sysctl.at('name')
    if (!name) here.required()
    else if (!SYSCTL.test(name) || name.length > 253) {
      here.invalid(name, `must have at most 253 characters and match regex ${SYSCTL.source}`)
    }
    if (security.sysctls!.findIndex(each => each.name === name) < i) here.duplicate(name)
  })
  if (security.fsGroupChangePolicy && !GROUP_CHANGES.includes(security.fsGroupChangePolicy)) {
    at.at('fsGroupChangePolicy').unsupported(security.fsGroupChangePolicy, GROUP_CHANGES)
  }
  validateProfile(security.seccompProfile, at.at('seccompProfile'))
}

export function validateSecurity(security: SecurityContext, at: Path): void {
  validateId(security.runAsUser, at.at('runAsUser'))
  validateId(security.runAsGroup, at.at('runAsGroup'))
  if (security.procMount && !PROC_MOUNTS.includes(security.procMount)) {
    at.at('procMount').unsupported(security.procMount, PROC_MOUNTS)
  }
  validateProfile(security.seccompProfile, at.at('seccompProfile'))
  if (security.allowPrivilegeEscalation !== false) return
  const refuse = (other: string) => {
    at.invalid(
      internalStruct('SecurityContext', security),
      `cannot set \`allowPrivilegeEscalation\` to false and ${other}`,
    )
  }
  if (security.privileged) refuse('`privileged` to true')
  if (security.capabilities?.add?.includes('CAP_SYS_ADMIN')) refuse('`capabilities.Add` CAP_SYS_ADMIN')
}
