import type { FieldError } from '../../api/errors.ts'
import { label1035Errors, subdomainErrors } from '../../lib/names.ts'
import type { APIService } from '../../lib/objects.ts'
import { Path } from '../pod/validate/path.ts'

/** Modelled on kube-aggregator's pkg/apis/apiregistration/validation. */
export function validate({ metadata, spec }: APIService, previous: APIService | undefined): FieldError[] {
  const errors: FieldError[] = []
  const { group = '', version = '', groupPriorityMinimum: least, versionPriority: priority, service } = spec
  const name = `${version}.${group}`
  if (!previous && metadata.name !== name) {
    const rule = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(name)}`
    Path.root('metadata.name', errors).invalid(metadata.name, rule)
  }
  const at = Path.root('spec', errors)
  if (group === '') {
    if (version !== 'v1') at.at('group').required('only v1 may have an empty group and it better be legacy kube')
  } else at.at('group').judge(group, subdomainErrors(group))
  at.at('version').judge(version, label1035Errors(version))
  if (!(least > 0 && least <= 20_000)) {
    at.at('groupPriorityMinimum').invalid(least, 'must be positive and less than 20000')
  }
  if (!(priority > 0 && priority <= 1000)) {
    at.at('versionPriority').invalid(priority, 'must be positive and less than 1000')
  }
  const { caBundle, insecureSkipTLSVerify: insecure } = spec
  if (!service) {
    const size = Buffer.from(caBundle ?? '', 'base64').length
    if (size > 0) at.at('caBundle').invalid(`${size} bytes`, 'local APIServices may not have a caBundle')
    if (insecure) {
      at.at('insecureSkipTLSVerify').invalid(true, 'local APIServices may not have insecureSkipTLSVerify')
    }
    return errors
  }
  if (!service.namespace) at.at('service').at('namespace').required()
  if (!service.name) at.at('service').at('name').required()
  if (insecure && caBundle) at.at('insecureSkipTLSVerify').invalid(true, 'may not be true if caBundle is present')
  return errors
}
