import type { DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource } from 'kubernetes-types/core/v1'
import { validateFieldRef } from './env.ts'
import type { Path } from './path.ts'
import { validateUnreserved } from './paths.ts'
import { validateResourceField } from './resource-field.ts'

const FILE_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']
const MODE_RULE = 'must be a number between 0 and 0777 (octal), both inclusive'
/** Seconds. */
const [TOKEN_SHORTEST, TOKEN_LONGEST] = [600, 2 ** 32]

export function validateMode(mode: number | undefined, at: Path): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) at.invalid(mode, MODE_RULE)
}

/** Which keys of a ConfigMap or Secret stand where. */
export function validateItems(items: readonly KeyToPath[] | undefined, at: Path): void {
  at.each(items, (item, here) => {
    if (!item.key) here.at('key').required()
    if (!item.path) here.at('path').required()
    else validateUnreserved(item.path, here.at('path'))
    validateMode(item.mode, here.at('mode'))
  })
}

export function validateDownwardFiles(files: readonly DownwardAPIVolumeFile[] | undefined, at: Path): void {
  for (const file of files ?? []) {
    if (!file.path) at.at('path').required()
    else validateUnreserved(file.path, at.at('path'))
    if (file.fieldRef) {
      validateFieldRef(file.fieldRef, FILE_FIELDS, at.at('fieldRef'))
      if (file.resourceFieldRef)
        at.invalid('resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')
    } else if (file.resourceFieldRef) validateResourceField(file.resourceFieldRef, at.at('resourceFieldRef'), true)
    else at.required('one of fieldRef and resourceFieldRef is required')
    validateMode(file.mode, at.at('mode'))
  }
}

export function validateProjected({ sources, defaultMode }: ProjectedVolumeSource, at: Path): void {
  validateMode(defaultMode, at.at('defaultMode'))
  const paths = new Set<string>()
  at.at('sources').each(sources, (source, here) => {
    const { secret, configMap, downwardAPI, serviceAccountToken } = source
    let count = 0
    const one = (type: string, validate: (at: Path) => void) => {
      if (++count > 1) here.at(type).forbidden('may not specify more than 1 volume type')
      else validate(here.at(type))
    }
    const place = (path: string | undefined) => {
      if (!path) return
      if (paths.has(path)) at.invalid(path, 'conflicting duplicate paths')
      paths.add(path)
    }
    const named = ({ name, items }: { name?: string; items?: KeyToPath[] }, path: Path) => {
      if (!name) path.at('name').required()
      validateItems(items, path.at('items'))
      for (const item of items ?? []) place(item.path)
    }
    if (secret) one('secret', path => named(secret, path))
    if (configMap) one('configMap', path => named(configMap, path))
    if (downwardAPI) {
      one('downwardAPI', path => validateDownwardFiles(downwardAPI.items, path))
      for (const file of downwardAPI.items ?? []) place(file.path)
    }
    if (serviceAccountToken) {
      one('serviceAccountToken', path => validateToken(serviceAccountToken, path))
      place(serviceAccountToken.path)
    }
    const others = ['clusterTrustBundle', 'podCertificate'].filter(type => type in source)
    if (count + others.length === 0) here.required('must specify a volume type')
  })
}

function validateToken({ expirationSeconds = 0, path }: { expirationSeconds?: number; path?: string }, at: Path): void {
  const here = at.at('expirationSeconds')
  if (expirationSeconds < TOKEN_SHORTEST)
    here.invalid(expirationSeconds, 'may not specify a duration less than 10 minutes')
  if (expirationSeconds > TOKEN_LONGEST)
    here.invalid(expirationSeconds, 'may not specify a duration larger than 2^32 seconds')
  if (!path) at.at('path').required()
  else validateUnreserved(path, at.at('path'))
}
