import type { FieldError } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { pathSegmentErrors, subdomainErrors } from '../lib/names.ts'
import type { LabelSelector, ValidatingAdmissionPolicyBinding } from '../lib/objects.ts'
import { describeUnstructured } from '../lib/unstructured.ts'
import { describeEventsOf } from './event.ts'
import { validateLabelSelector } from './pod/validate/labels.ts'
import { Path } from './pod/validate/path.ts'
import { fillMatchResources } from './validatingadmissionpolicy/index.ts'
import { checkMatchResources } from './validatingadmissionpolicy/validate.ts'

type Spec = ValidatingAdmissionPolicyBinding['spec']
type ParamRef = NonNullable<Spec['paramRef']>

/** Where a policy applies, with which parameters, and what a violation leads to. */
export const validatingAdmissionPolicyBindings: KindDefinition<ValidatingAdmissionPolicyBinding> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: {
    kind: 'ValidatingAdmissionPolicyBinding',
    plural: 'validatingadmissionpolicybindings',
    singular: 'validatingadmissionpolicybinding',
    categories: ['api-extensions'],
  },
  schema: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding',
  generation: true,
  defaults(next) {
    next.spec ??= {}
    fillMatchResources(next.spec.matchResources)
  },
  validate,
  tally: () => [['policies', 1]],
  /** Columns of k8s.io/kubernetes pkg/printers/internalversion, printValidatingAdmissionPolicyBinding. */
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    { name: 'PolicyName', value: ({ spec }) => spec.policyName ?? '' },
    { name: 'ParamRef', value: ({ spec }) => paramText(spec.paramRef) },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  describe(each, view) {
    const text = new Describe()
    describeUnstructured(text, each)
    return text.write(0, describeEventsOf(each, view)).toString()
  },
}

function paramText(ref: ParamRef | undefined): string {
  if (ref?.name) return `${ref.namespace || '*'}/${ref.name}`
  return ref?.selector ? goText(ref.selector) : '<unset>'
}

/** A selector as Go's generated code prints it. */
function goText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.keys(matchLabels)
    .sort()
    .map(key => `${key}: ${matchLabels[key]},`)
  const requirements = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${requirements.join('')}},}`
}

/** Modelled on pkg/apis/admissionregistration/validation, ValidateValidatingAdmissionPolicyBinding. */
function validate({ spec }: ValidatingAdmissionPolicyBinding): FieldError[] {
  const errors: FieldError[] = []
  const at = Path.root('spec', errors)
  if (!spec.policyName) at.at('policyName').required()
  else at.at('policyName').judge(spec.policyName, subdomainErrors(spec.policyName))
  if (spec.paramRef) checkParamRef(spec.paramRef, at.at('paramRef'))
  // Upstream's name of the field.
  if (spec.matchResources) checkMatchResources(spec.matchResources, at.at('matchResouces'))
  checkActions(spec.validationActions ?? [], at.at('validationActions'))
  return errors
}

const EXCLUSIVE = 'name and selector are mutually exclusive'

function checkParamRef({ name, selector, parameterNotFoundAction: action }: ParamRef, at: Path): void {
  if (name) {
    at.at('name').judge(name, pathSegmentErrors(name))
    if (selector) at.at('name').forbidden(EXCLUSIVE)
  }
  if (selector) {
    validateLabelSelector(selector, at.at('selector'))
    if (name) at.at('selector').forbidden(EXCLUSIVE)
  }
  if (!name && !selector) at.required('one of name or selector must be specified')
  at.at('parameterNotFoundAction').oneOf(action, ['Deny', 'Allow'])
}

const ACTIONS = ['Audit', 'Deny', 'Warn']
const BOTH =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'

function checkActions(actions: readonly string[], at: Path): void {
  at.each(actions, (action, here, i) => {
    if (!ACTIONS.includes(action)) here.unsupported(action, ACTIONS)
    if (actions.indexOf(action) < i) here.duplicate(action)
  })
  if (actions.includes('Deny') && actions.includes('Warn')) at.invalid(actions, BOTH)
  if (actions.length === 0) at.required('at least one validation action is required')
}
