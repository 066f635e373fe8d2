import type { KubeObject } from '../lib/objects.ts'

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'connect'

export type PatchType = 'strategic' | 'merge' | 'json'

/** A request to the API server: what an HTTP request would say, as a plain object. */
export interface Call {
  verb: Verb
  /** Plural with its group: `pods`, `deployments.apps`. */
  resource: string
  /** Absent for cluster-scoped resources and for lists over all namespaces. */
  namespace?: string
  name?: string
  /** `status`, `scale`, `log`, `exec`, `eviction`, `binding`, ... */
  subresource?: string
  /** How the answer is wanted: the object itself (default), a meta.k8s.io Table, or text the kind renders. */
  as?: 'object' | 'table' | 'describe' | 'history' | 'undo'
  query?: Query
  /** Absent: the administrator, who may do everything. */
  user?: User
  body?: unknown
}

/** Somebody other than the administrator, on whose behalf a call is made (impersonation). */
export interface User {
  name: string
  uid?: string
  groups: string[]
}

export interface Query {
  labelSelector?: string
  fieldSelector?: string
  dryRun?: boolean
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  /** `apply`: server-side apply. */
  patchType?: PatchType | 'apply'
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  gracePeriodSeconds?: number
  preconditions?: { uid?: string; resourceVersion?: string }
  /** Who owns what this call writes (metadata.managedFields). Absent: the control plane. */
  fieldManager?: string
  /** apply: take fields from their owners. */
  force?: boolean
  /** Answer with every managedFields entry, also those that are only worked out on demand. */
  managedFields?: boolean
  /** delete: whoever judges has been asked already, about what led to it, or is not to be asked. */
  admitted?: boolean
  /** watch: changes after this revision. */
  resourceVersion?: string
  /** list: no more than so many at a time; what `metadata.continue` of one answer says gets the next. */
  limit?: number
  continue?: string
  /** Anything a subresource or a rendered view takes (`container`, `tail`, `toRevision`, ...). */
  [option: string]: unknown
}

/** The answer to a Call. Refusals are thrown as ApiError. */
export interface Reply {
  code: 200 | 201 | 202
  /** An object, a List, a Table, `{ text }` for rendered views, or what a subresource returns. */
  body: any
  /** Texts for standard error, without the leading `Warning: `. */
  warnings: string[]
}

/** `remainingItemCount` is not known with selectors. */
export interface ListMetadata {
  resourceVersion: string
  continue?: string
  remainingItemCount?: number
}

export interface ObjectList<T = KubeObject> {
  apiVersion: string
  kind: string
  metadata: ListMetadata
  items: T[]
}

/** meta.k8s.io/v1 Table; `object` in a row is the whole object (kubectl needs it for names, labels and sorting). */
export interface Table {
  kind: 'Table'
  columns: { name: string; wide: boolean; type: string }[]
  rows: { cells: (string | number)[]; object: KubeObject }[]
  metadata: ListMetadata
}

/**
 * One entry of a watch answer: body = { events: WatchEvent[], resourceVersion }. With `as: 'table'` the object is a Table
 * of one row. Labels and fields that begin or cease to match a selector show as ADDED or DELETED.
 */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  object: KubeObject
}
