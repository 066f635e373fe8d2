import type { Controller } from '../engine/controller.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Prng } from '../lib/prng.ts'
import type { Ms } from '../lib/time.ts'
import type { Call, Query, Reply } from './call.ts'
import type { FieldError } from './errors.ts'

/** Read access to the cluster for kinds, controllers and the plant. Answers are immutable: copy before changing. */
export interface Reader {
  /** `namespace` is undefined for cluster-scoped resources. */
  get<T = KubeObject>(resource: string, namespace: string | undefined, name: string): T | undefined
  /** All of a resource, in one namespace or in all. */
  list<T = KubeObject>(resource: string, namespace?: string): T[]
  /** By index term, see `KindDefinition.index`; every kind has `owner=<uid>` for each owner reference. */
  find<T = KubeObject>(resource: string, term: string): T[]
  /** A sum kept by `KindDefinition.tally`. */
  tally(name: string): number
  tallies(prefix: string): [name: string, total: number][]
}

/** What the strategy hooks may know. */
export interface Admission {
  read: Reader
  now: Ms
  rng(...purpose: (string | number)[]): Prng
  /** Text for the user's standard error. */
  warn(text: string): void
  /** Private memory, see Store.note. */
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
  /** True for a dry run: nothing may be allocated for good (notes are not kept). */
  dryRun: boolean
  subresource?: string
  registry: KindRegistry
}

/** What an answer to a subresource may use. */
export interface Connection extends Admission {
  /** Another call, through the whole pipeline. */
  handle(call: Call): Reply
  /**
   * Stores a changed copy of the object, spec and status in one write, without the strategy's hooks. resourceVersion and
   * terms are taken care of; a dry run stores nothing. Answers what is stored.
   */
  write<T extends KubeObject>(object: T): T
  /** Has a controller look at a key now: for what changes without an object's changing. */
  wake(controller: string, key: string): void
}

export interface KindRegistry {
  /** Built-in and custom ones. */
  readonly kinds: readonly KindDefinition<any>[]
  /** Those whose objects judge others, see KindDefinition.admit. */
  readonly judges: readonly KindDefinition<any>[]
  byResource(resource: string): KindDefinition<any> | undefined
  byKind(apiVersion: string, kind: string): KindDefinition<any> | undefined
  /** What `horizontalpodautoscalers.v1.autoscaling` names: a kind in another version than its own. */
  otherVersion(resource: string): { kind: KindDefinition<any>; other: ServedVersion } | undefined
}

/** JSON paths such as `.spec.replicas`. */
export interface ScalePaths {
  specReplicasPath: string
  statusReplicasPath: string
  labelSelectorPath?: string
}

export interface Column<T> {
  /** As in the header, any case: `Ready`, `Up-to-date`. The printer upper-cases it. */
  name: string
  /** Only with `-o wide`. */
  wide?: boolean
  value(object: T, view: { now: Ms; read: Reader }): string | number
}

/** A view rendered as text for one object. */
export interface View {
  read: Reader
  now: Ms
  query: Query
}

/**
 * What `rollout` does with a kind, see k8s.io/kubectl pkg/polymorphichelpers. Every function throws Refusal, in kubectl's
 * words, for what cannot be done.
 */
export interface Rollout<T> {
  /** A rollout that has failed is a Refusal. */
  status(object: T, revision: number): { message: string; done: boolean }
  /** Text of `rollout history`; `query.revision` asks for one. */
  history(object: T, view: View): string
  /**
   * The patch that undoes; `query.toRevision` 0 or absent means the previous one. `text` says what becomes of it; there is
   * no patch when nothing does. With `query.preview` it is the pod template that would come back.
   */
  undo(object: T, view: View): { patch?: unknown; patchType?: 'strategic' | 'json'; text: string }
  /** Changed copies. */
  restart(object: T, now: Ms): T
  pause?(object: T): T
  resume?(object: T): T
}

/**
 * Another version of a kind. Objects are stored in the kind's own version; these are converted on their way in and out, each
 * of them a copy that may be changed. Bodies may be incomplete.
 */
export interface ServedVersion<T extends KubeObject = any> {
  version: string
  /** See KindDefinition. */
  schema: string
  deprecated?: string
  /** Where they differ from the kind's. */
  columns?(): Column<T>[]
  toStored(object: KubeObject): KubeObject
  fromStored(object: T): KubeObject
}

/**
 * One kind, in the words of a CustomResourceDefinition: a built-in kind is a CRD written in TypeScript.
 * Hooks run in the order decode -> defaults -> prepare -> validate -> store, and get a private draft that they may change
 * (`next`); `previous` is the stored object and must not be changed.
 */
export interface KindDefinition<T extends KubeObject = KubeObject> {
  group: string
  version: string
  scope: 'Namespaced' | 'Cluster'
  names: { kind: string; plural: string; singular: string; shortNames?: string[]; categories?: string[] }
  /** Definition in the schema data, for example `io.k8s.api.apps.v1.Deployment`. */
  schema: string
  /** It stands in the cluster as a CustomResourceDefinition. */
  custom?: true
  /** Versions beside its own in which it is served, the preferred ones first. */
  versions?: ServedVersion<T>[]
  /**
   * `status`: PUT/PATCH of the main resource ignores status and the other way round. `scale`: spec.replicas, or where a
   * custom resource says.
   */
  subresources?: { status?: true; scale?: true | ScalePaths }
  /** Warning that goes with every answer about this kind, refusals too. */
  deprecated?: string
  /** Which name rule metadata.name must follow. Default 'subdomain'. */
  nameRule?: 'subdomain' | 'label' | 'label1035' | 'path'
  /**
   * Whether changes of the spec raise metadata.generation, or of everything but metadata and status (`all`). Default: the kind
   * has subresource status.
   */
  generation?: boolean | 'all'
  /** Served, but not told by discovery: no real cluster has it. */
  hidden?: true
  /** Verbs it does not serve. */
  without?: ('create' | 'delete' | 'deletecollection' | 'update' | 'patch')[]
  /** Extra field selectors (metadata.name and metadata.namespace always work). */
  fields?: Record<string, (object: T) => string>

  defaults?(next: T): void
  prepare?(next: T, previous: T | undefined, admission: Admission): void
  validate?(next: T, previous: T | undefined, admission: Admission): FieldError[]
  /**
   * Advice to a user about what has just been found valid (a strategy's WarningsOnCreate, WarningsOnUpdate). `raised`: it is
   * new, or its generation goes up.
   */
  warnings?(next: T, previous: T | undefined, raised: boolean): string[]
  /**
   * Judges objects of all kinds when they are made or changed, after their own validation and just before they are stored:
   * an admission plugin. `open` gives access, also to write. Throws ApiError to refuse.
   */
  admit?(next: KubeObject, previous: KubeObject | undefined, resource: string, open: () => Connection): void
  /** Before deletion begins; throw ApiError to refuse. */
  beforeDelete?(object: T, admission: Admission): void
  /** Grace period in seconds for a deletion; > 0 leaves the object with a deletionTimestamp for its controller to end. */
  grace?(object: T, asked: number | undefined): number
  /** Finalizers that stand elsewhere than in metadata (Namespace: spec); the object stays while one is left. */
  finalizers?(object: T): string[]
  /** A deletion begins and the object stays for now: last changes to the draft (Namespace: phase Terminating). */
  deleting?(next: T): void

  /** Index terms, e.g. `node=worker`, besides `owner=<uid>`, in a list of their own. */
  index?(object: T): string[]
  tally?(object: T): [name: string, amount: number][]
  /** True when a glance shows that index terms and tallies of two states of an object are the same: they are then not made. */
  sameTerms?(a: T, b: T): boolean

  /**
   * Who owns the fields that no user wrote (metadata.managedFields): the maker of such objects and the keeper of their
   * status; kube-controller-manager where nothing is said. `asMade`: without what admission and others have added since.
   */
  managers?: { maker?: string; status?: string; asMade?(object: T): T }

  /** Of its table. Made when somebody wants one. */
  columns(): Column<T>[]
  /** kubectl describe's text for this kind, without the trailing newline. Events included. */
  describe?(object: T, view: View): string
  rollout?: Rollout<T>
  /** JSON path (as keys) to the pod template or pod spec holder, for `set`, `expose`, `logs deploy/x`. Pod: [] */
  template?: string[]
  /** Answers subresources beyond status and scale (`binding`, `eviction`, ...). */
  connect?: Record<string, (object: T, call: Call, connection: Connection) => Reply>
  controllers?: Controller[]
}
