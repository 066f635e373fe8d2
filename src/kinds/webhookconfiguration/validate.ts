import type { FieldError } from '../../api/errors.ts'
import { equal } from '../../lib/equal.ts'
import { label1035Errors, portNumberErrors, subdomainErrors } from '../../lib/names.ts'
import type { Webhook, WebhookConfiguration } from '../../lib/objects.ts'
import { validateLabelSelector } from '../pod/validate/labels.ts'
import { Path } from '../pod/validate/path.ts'
import { among, checkConditions, checkRule, FAILURE_POLICIES, MATCH_POLICIES } from './matching.ts'

const SIDE_EFFECTS = ['None', 'NoneOnDryRun']
const REINVOCATION = ['IfNeeded', 'Never']
/** Versions of AdmissionReview that the API server speaks. */
const REVIEWS = ['v1', 'v1beta1']

/** Modelled on pkg/apis/admissionregistration/validation. */
export function validate(
  { webhooks }: WebhookConfiguration,
  phase: 'mutating' | 'validating',
  previous?: WebhookConfiguration,
): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  const conditions = (each: WebhookConfiguration) => (each.webhooks ?? []).map(({ matchConditions }) => matchConditions)
  const hasNewConditions = !previous || !equal(conditions(previous), conditions({ webhooks } as WebhookConfiguration))
  Path.root('webhooks', errors).each(webhooks, (hook, at) => {
    checkHook(hook, phase, at)
    if (hasNewConditions) checkConditions(hook.matchConditions, { authorizer: true }, at.at('matchConditions'))
    checkVersions(hook.admissionReviewVersions ?? [], at.at('admissionReviewVersions'))
    if (hook.name && names.has(hook.name)) at.at('name').duplicate(hook.name)
    names.add(hook.name)
  })
  return errors
}

function checkHook(hook: Webhook, phase: 'mutating' | 'validating', at: Path): void {
  checkName(hook.name, at.at('name'))
  at.at('rules').each(hook.rules, checkRule)
  among(hook.failurePolicy, FAILURE_POLICIES, at.at('failurePolicy'))
  among(hook.matchPolicy, MATCH_POLICIES, at.at('matchPolicy'))
  if (!hook.sideEffects) at.at('sideEffects').required(`must specify one of ${SIDE_EFFECTS.join(', ')}`)
  else among(hook.sideEffects, SIDE_EFFECTS, at.at('sideEffects'))
  const { timeoutSeconds: timeout } = hook
  if (timeout !== undefined && (timeout < 1 || timeout > 30)) {
    at.at('timeoutSeconds').invalid(timeout, 'the timeout value must be between 1 and 30 seconds')
  }
  validateLabelSelector(hook.namespaceSelector, at.at('namespaceSelector'))
  validateLabelSelector(hook.objectSelector, at.at('objectSelector'))
  if (phase === 'mutating') among(hook.reinvocationPolicy, REINVOCATION, at.at('reinvocationPolicy'))
  checkClient(hook.clientConfig ?? {}, at.at('clientConfig'))
}

function checkName(name: string | undefined, at: Path): void {
  if (!name) {
    at.required()
    return
  }
  const wrong = subdomainErrors(name)
  if (wrong.length > 0) at.invalid(name, wrong.join(','))
  else if (name.split('.').length < 3) {
    at.invalid(name, 'should be a domain with at least three segments separated by dots')
  }
}

function checkClient({ url, service }: Webhook['clientConfig'], at: Path): void {
  if ((url === undefined) === (service === undefined)) at.required('exactly one of url or service is required')
  else if (url !== undefined) checkUrl(url, at.at('url'))
  else checkService(service!, at.at('service'))
}

const URL_PARTS = /^(?:([a-zA-Z][\w+.-]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/
const FORM = '; desired format: https://host[/path]'

function checkUrl(text: string, at: Path): void {
  const [, scheme = '', authority = '', query = '', fragment = ''] = URL_PARTS.exec(text) ?? []
  const [user, host] = authority.includes('@') ? authority.split('@') : [undefined, authority]
  if (scheme.toLowerCase() !== 'https') at.invalid(scheme, `'https' is the only allowed URL scheme${FORM}`)
  if (!host) at.invalid('', `host must be provided${FORM}`)
  if (user !== undefined) at.invalid(user, 'user information is not permitted in the URL')
  if (fragment) at.invalid(fragment, 'fragments are not permitted in the URL')
  if (query) at.invalid(query, 'query parameters are not permitted in the URL')
}

function checkService(
  { name, namespace, path, port }: NonNullable<Webhook['clientConfig']['service']>,
  at: Path,
): void {
  if (!name) at.at('name').required('service name is required')
  if (!namespace) at.at('namespace').required('service namespace is required')
  const wrong = portNumberErrors(port!)
  if (wrong.length > 0) at.at('port').invalid(port, `port is not valid: ${wrong.join(', ')}`)
  const here = at.at('path')
  if (!path || path === '/') return
  if (path === '//') {
    here.invalid(path, 'segment[0] may not be empty')
    return
  }
  if (!path.startsWith('/')) here.invalid(path, "must start with a '/'")
  const steps = path.slice(1).replace(/\/$/, '').split('/')
  steps.forEach((step, i) => {
    if (step === '') here.invalid(path, `segment[${i}] may not be empty`)
    else for (const why of subdomainErrors(step)) here.invalid(path, `segment[${i}]: ${why}`)
  })
}

function checkVersions(versions: readonly string[], at: Path): void {
  if (versions.length === 0) {
    at.required(`must specify one of ${REVIEWS.join(', ')}`)
    return
  }
  at.each(versions, (version, here, i) => {
    if (versions.indexOf(version) < i) here.invalid(version, 'duplicate version')
    else here.judge(version, label1035Errors(version))
  })
  if (!versions.some(version => REVIEWS.includes(version))) {
    at.invalid(versions, `must include at least one of ${REVIEWS.join(', ')}`)
  }
}
