import { labelErrors, subdomainErrors } from '../../names.ts'
import { type Family, libraryType, type Runtime } from '../overload.ts'
import { Failure } from '../problems.ts'
import { Opaque } from '../values.ts'

/** What an expression asks whether somebody may do it. */
export type Question =
  | { verb: string; path: string }
  | { verb: string; group: string; resource: string; subresource?: string; namespace?: string; name?: string }

/** Answers for whoever made the request, or for a service account. */
export type Authority = (
  question: Question,
  serviceAccount?: { namespace: string; name: string },
) => { allowed: boolean; reason: string }

type Ask = (question: Question) => { allowed: boolean; reason: string }

/** What one check costs (apiserver pkg/cel/library/cost.go). */
const COST_OF_CHECK = 350_000

/** Values that have nothing but functions, and equal nothing but themselves. */
abstract class Receiver extends Opaque {
  equals(other: Opaque): boolean {
    return other === this
  }
}

export class Authorizer extends Receiver {
  readonly type = libraryType('Authorizer')
  readonly authority: Authority
  readonly account: { namespace: string; name: string } | undefined
  constructor(authority: Authority, account?: { namespace: string; name: string }) {
    super()
    this.authority = authority
    this.account = account
  }
  readonly ask: Ask = question => this.authority(question, this.account)
}

class PathCheck extends Receiver {
  readonly type = libraryType('PathCheck')
  readonly ask: Ask
  readonly path: string
  constructor(ask: Ask, path: string) {
    super()
    this.ask = ask
    this.path = path
  }
}

class GroupCheck extends Receiver {
  readonly type = libraryType('GroupCheck')
  readonly ask: Ask
  readonly group: string
  constructor(ask: Ask, group: string) {
    super()
    this.ask = ask
    this.group = group
  }
}

interface Resource {
  group: string
  resource: string
  subresource?: string
  namespace?: string
  name?: string
}

export class ResourceCheck extends Receiver {
  readonly type = libraryType('ResourceCheck')
  readonly ask: Ask
  readonly resource: Resource
  constructor(ask: Ask, resource: Resource) {
    super()
    this.ask = ask
    this.resource = resource
  }
  /** An empty text stands for none. */
  with(field: 'subresource' | 'namespace' | 'name', value: string): ResourceCheck {
    return new ResourceCheck(this.ask, { ...this.resource, [field]: value || undefined })
  }
}

class Decision extends Receiver {
  readonly type = libraryType('Decision')
  readonly allowed: boolean
  readonly reason: string
  constructor({ allowed, reason }: { allowed: boolean; reason: string }) {
    super()
    this.allowed = allowed
    this.reason = reason
  }
}

function filled(what: string, text: string): string {
  if (text.trim() === '') throw new Failure(`${what} must not be empty`)
  return text
}

function accountOf(namespace: string, name: string): { namespace: string; name: string } {
  if (subdomainErrors(name).length > 0) throw new Failure('Invalid service account name')
  if (labelErrors(namespace).length > 0) throw new Failure('Invalid service account namespace')
  return { namespace, name }
}

/** Whether somebody may do something (apiserver pkg/cel/library/authz.go). Selectors say nothing to RBAC. */
export const authorizers = (): Family => ({
  'Authorizer.path(string) -> PathCheck': (a: Authorizer, path: string) => new PathCheck(a.ask, filled('path', path)),
  'Authorizer.group(string) -> GroupCheck': (a: Authorizer, group: string) => new GroupCheck(a.ask, group),
  'Authorizer.serviceAccount(string, string) -> Authorizer': (a: Authorizer, namespace: string, name: string) =>
    new Authorizer(a.authority, accountOf(namespace, name)),
  'GroupCheck.resource(string) -> ResourceCheck': ({ ask, group }: GroupCheck, resource: string) =>
    new ResourceCheck(ask, { group, resource: filled('resource', resource) }),
  'ResourceCheck.subresource(string) -> ResourceCheck': (a: ResourceCheck, text: string) => a.with('subresource', text),
  'ResourceCheck.namespace(string) -> ResourceCheck': (a: ResourceCheck, text: string) => a.with('namespace', text),
  'ResourceCheck.name(string) -> ResourceCheck': (a: ResourceCheck, text: string) => a.with('name', text),
  'ResourceCheck.fieldSelector(string) -> ResourceCheck': (a: ResourceCheck) => a,
  'ResourceCheck.labelSelector(string) -> ResourceCheck': (a: ResourceCheck) => a,
  'PathCheck.check(string) -> Decision': ({ ask, path }: PathCheck, verb: string, runtime: Runtime) => {
    runtime.charge(COST_OF_CHECK)
    return new Decision(ask({ verb, path }))
  },
  'ResourceCheck.check(string) -> Decision': ({ ask, resource }: ResourceCheck, verb: string, runtime: Runtime) => {
    runtime.charge(COST_OF_CHECK)
    return new Decision(ask({ verb, ...resource }))
  },
  'Decision.allowed() -> bool': (a: Decision) => a.allowed,
  'Decision.reason() -> string': (a: Decision) => a.reason,
  'Decision.errored() -> bool': () => false,
  'Decision.error() -> string': () => '',
})
