import type { Admission } from '../../api/kind.ts'
import type { FieldError } from '../../api/errors.ts'
import {
  label1035Errors,
  portNameErrors,
  portNumberErrors,
  subdomainErrors,
  wildcardSubdomainErrors,
} from '../../lib/names.ts'
import { ipErrors } from '../../lib/names.ts'
import type { Ingress } from '../../lib/objects.ts'
import { Path } from '../pod/validate/path.ts'
import { CLASS_ANNOTATION } from './default-class.ts'

type Spec = Ingress['spec']
type Backend = NonNullable<Spec['defaultBackend']>
type HttpPath = NonNullable<NonNullable<Spec['rules']>[number]['http']>['paths'][number]

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix']
const BAD_PARTS = ['//', '/./', '/../', '%2f', '%2F']
const BAD_ENDS = ['/..', '/.']

/** Modelled on pkg/apis/networking/validation, ValidateIngressCreate and ValidateIngressUpdate. */
export function validate(next: Ingress, previous: Ingress | undefined, admission: Admission): FieldError[] {
  const errors: FieldError[] = []
  if (admission.subresource === 'status') {
    checkStatus(next, Path.root('status.loadBalancer.ingress', errors))
    return errors
  }
  const { spec, metadata } = next
  checkSpec(spec, Path.root('spec', errors))
  const annotation = metadata.annotations?.[CLASS_ANNOTATION]
  if (
    !previous &&
    annotation !== undefined &&
    spec.ingressClassName !== undefined &&
    annotation !== spec.ingressClassName
  ) {
    const at = Path.root('annotations', errors).at(CLASS_ANNOTATION)
    at.invalid(annotation, 'must match `ingressClassName` when both are specified')
  }
  return errors
}

function checkSpec(spec: Spec, at: Path): void {
  if (!spec.rules && !spec.defaultBackend) at.invalid(null, 'either `defaultBackend` or `rules` must be specified')
  if (spec.defaultBackend) checkBackend(spec.defaultBackend, at.at('defaultBackend'))
  at.at('rules').each(spec.rules, (rule, here) => {
    if (rule.host) checkHost(rule.host, here.at('host'))
    if (!rule.http) return
    const paths = here.at('http').at('paths')
    if (!rule.http.paths?.length) paths.required()
    paths.each(rule.http.paths, checkPath)
  })
  at.at('tls').each(spec.tls, ({ hosts, secretName }, here) => {
    here.at('hosts').each(hosts, (host, path) => {
      path.judge(host, host.includes('*') ? wildcardSubdomainErrors(host) : subdomainErrors(host))
    })
    if (secretName) here.at('secretName').judge(secretName, subdomainErrors(secretName))
  })
  const { ingressClassName: name } = spec
  if (name !== undefined) at.at('ingressClassName').judge(name, subdomainErrors(name))
}

function checkHost(host: string, at: Path): void {
  if (ipErrors(host).length === 0) at.invalid(host, 'must be a DNS name, not an IP address')
  at.judge(host, host.includes('*') ? wildcardSubdomainErrors(host) : subdomainErrors(host))
}

function checkPath({ path = '', pathType, backend }: HttpPath, at: Path): void {
  if (!pathType) {
    at.at('pathType').required('pathType must be specified')
    return
  }
  const here = at.at('path')
  if (!PATH_TYPES.includes(pathType)) at.at('pathType').unsupported(pathType, PATH_TYPES)
  else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) here.invalid(path, 'must be an absolute path')
  } else {
    if (!path.startsWith('/')) here.invalid(path, 'must be an absolute path')
    for (const part of BAD_PARTS) if (path.includes(part)) here.invalid(path, `must not contain '${part}'`)
    for (const end of BAD_ENDS) if (path.endsWith(end)) here.invalid(path, `cannot end with '${end}'`)
  }
  checkBackend(backend ?? {}, at.at('backend'))
}

function checkBackend({ service, resource }: Backend, at: Path): void {
  if (service && resource) at.invalid('', 'cannot set both resource and service backends')
  else if (resource) {
    const here = at.at('resource')
    if (!resource.kind) here.at('kind').required()
    if (!resource.name) here.at('name').required()
  } else if (service) {
    const here = at.at('service')
    if (!service.name) here.at('name').required()
    else here.at('name').judge(service.name, label1035Errors(service.name))
    const { name, number } = service.port ?? {}
    if (name && number) at.invalid('', 'cannot set both port name & port number')
    else if (name) here.at('port').at('name').judge(name, portNameErrors(name))
    else if (number) here.at('port').at('number').judge(number, portNumberErrors(number))
    else at.required('port name or number is required')
  } else at.invalid('', 'resource or service backend is required')
}

function checkStatus({ status }: Ingress, at: Path): void {
  at.each(status.loadBalancer?.ingress, ({ ip, hostname }, here) => {
    if (ip) here.at('ip').judge(ip, ipErrors(ip))
    if (!hostname) return
    here.at('hostname').judge(hostname, subdomainErrors(hostname))
    if (ipErrors(hostname).length === 0) here.at('hostname').invalid(hostname, 'must be a DNS name, not an IP address')
  })
}
