import type { FieldError } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { subdomainErrors } from '../lib/names.ts'
import type { IngressClass } from '../lib/objects.ts'
import { describeEventsOf } from './event.ts'
import { Path } from './pod/validate/path.ts'

const LONGEST_CONTROLLER = 250
const SCOPES = ['Cluster', 'Namespace']
const CONTROLLER_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
const isControllerPath = new RegExp(`^${CONTROLLER_PATH}$`)

/** Modelled on pkg/apis/networking/validation, ValidateIngressClass. */
function validate({ spec }: IngressClass, previous: IngressClass | undefined): FieldError[] {
  const errors: FieldError[] = []
  const at = Path.root('spec', errors)
  const { controller = '', parameters } = spec
  const here = at.at('controller')
  if (previous && previous.spec.controller !== spec.controller) here.invalid(controller, 'field is immutable')
  if (controller.length > LONGEST_CONTROLLER) here.tooLong(`may not be more than ${LONGEST_CONTROLLER} bytes`)
  const slash = controller.indexOf('/')
  const [domain, path] = [controller.slice(0, Math.max(slash, 0)), controller.slice(slash + 1)]
  if (controller === '') here.required()
  else if (slash < 0 || domain === '' || path === '') {
    here.invalid(controller, 'must be a domain-prefixed path (such as "acme.io/foo")')
  } else {
    here.judge(domain, subdomainErrors(domain))
    if (!isControllerPath.test(path)) {
      here.invalid(path, `Invalid path (regex used for validation is '${CONTROLLER_PATH}')`)
    }
  }
  if (parameters) checkParameters(parameters as Parameters, at.at('parameters'))
  return errors
}

type Parameters = NonNullable<IngressClass['spec']['parameters']> & { scope?: string; namespace?: string }

function checkParameters({ apiGroup, kind, name, scope, namespace }: Parameters, at: Path): void {
  if (apiGroup !== undefined) at.at('apiGroup').judge(apiGroup, subdomainErrors(apiGroup))
  if (!kind) at.at('kind').required('kind is required')
  if (!name) at.at('name').required('name is required')
  if (!scope) at.at('scope').required()
  else if (!SCOPES.includes(scope)) at.at('scope').unsupported(scope, SCOPES)
  if (scope === 'Namespace' && !namespace) {
    at.at('namespace').required("`parameters.scope` is set to 'Namespace'")
  }
  if (scope === 'Cluster' && namespace) {
    at.at('namespace').forbidden("`parameters.scope` is set to 'Cluster'")
  }
}

function parametersText({ spec: { parameters } }: IngressClass): string {
  if (!parameters) return '<none>'
  const { apiGroup, kind, name } = parameters
  return `${apiGroup ? `${kind}.${apiGroup}` : kind}/${name}`
}

export const ingressClasses: KindDefinition<IngressClass> = {
  group: 'networking.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'IngressClass', plural: 'ingressclasses', singular: 'ingressclass' },
  schema: 'io.k8s.api.networking.v1.IngressClass',
  generation: true,
  defaults(next) {
    next.spec ??= {}
    const parameters = next.spec.parameters as Parameters | undefined
    if (parameters) parameters.scope ??= 'Cluster'
  },
  validate,
  /** Columns of k8s.io/kubernetes pkg/printers/internalversion, printIngressClass. */
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    { name: 'Controller', value: each => each.spec.controller ?? '' },
    { name: 'Parameters', value: parametersText },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  /** Modelled on k8s.io/kubectl pkg/describe, IngressClassDescriber. */
  describe(each, view) {
    const { metadata, spec } = each
    const text = new Describe()
      .line(0, 'Name', metadata.name)
      .labels(metadata.labels)
      .annotations(metadata.annotations)
      .line(0, 'Controller', spec.controller ?? '')
    if (spec.parameters) {
      text.write(0, 'Parameters:\n')
      if (spec.parameters.apiGroup) text.line(1, 'APIGroup', spec.parameters.apiGroup)
      text.line(1, 'Kind', spec.parameters.kind).line(1, 'Name', spec.parameters.name)
    }
    return text.write(0, describeEventsOf(each, view)).toString()
  },
}
