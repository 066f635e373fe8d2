import { kindDefinition } from '../../../api/schema/schema.ts'
import { jsonPatch, JsonPatchError, parseJsonPatch } from '../../../lib/json-patch.ts'
import { mergePatch } from '../../../lib/merge-patch.ts'
import { isMap } from '../../../lib/own.ts'
import { matches, parseSelector } from '../../../lib/selector.ts'
import { strategicMerge } from '../../../lib/strategic-merge.ts'
import { FailedError } from '../../command.ts'
import { groupOf, type Resource, versionOf } from './resource.ts'

export interface Target {
  group?: string
  version?: string
  kind?: string
  name?: string
  namespace?: string
  labelSelector?: string
  annotationSelector?: string
}

export interface Patch {
  /** Operations of a JSON patch, or part of an object. */
  content: unknown
  target?: Target
}

/** Resources after a patch; one that says `$patch: delete` takes its targets away. */
export function patched(resources: Resource[], { content, target }: Patch): Resource[] {
  if (Array.isArray(content)) {
    if (!target) throw new FailedError('must specify a target for JSON patch')
    for (const resource of chosen(resources, target)) resource.object = operated(resource.object, content)
    return resources
  }
  if (!isMap(content)) throw new FailedError('unable to parse SM or JSON patch from a text that is neither')
  const targets = target ? chosen(resources, target) : named(resources, content)
  if (content['$patch'] === 'delete') return resources.filter(resource => !targets.includes(resource))
  for (const resource of targets) {
    // A patch may say another kind or name only to be addressed; what it meets stays what it is.
    const { apiVersion, kind, metadata } = resource.object
    const { name, namespace } = metadata ?? {}
    const made = merged(resource.object, content)
    const kept = { ...made.metadata, name, ...(namespace === undefined ? {} : { namespace }) }
    resource.object = { ...made, apiVersion, kind, metadata: kept }
  }
  return resources
}

function operated(object: any, operations: unknown[]): any {
  try {
    return jsonPatch(object, parseJsonPatch(operations))
  } catch (error) {
    if (error instanceof JsonPatchError) throw new FailedError(error.message)
    throw error
  }
}

function merged(object: any, patch: any): any {
  const definition = kindDefinition(groupOf(object), versionOf(object), object.kind)
  return definition ? strategicMerge(object, patch, definition.merge) : mergePatch(object, patch)
}

/** The one that a patch names by itself. */
function named(resources: readonly Resource[], patch: any): Resource[] {
  const { kind, metadata = {} } = patch
  const found = resources.filter(({ object, before }) => {
    if (object.kind !== kind || groupOf(object) !== groupOf(patch)) return false
    const names = [object.metadata, ...before]
    return names.some(
      id => id?.name === metadata.name && (!metadata.namespace || (id?.namespace || 'default') === metadata.namespace),
    )
  })
  if (found.length > 0) return found
  const id = `${kind}.${versionOf(patch)}.${groupOf(patch) || '[noGrp]'}/${metadata.name}.${metadata.namespace || '[noNs]'}`
  throw new FailedError(
    `no resource matches strategic merge patch "${id}": no matches for Id ${id}; failed to find unique target for patch ${id}`,
  )
}

function chosen(resources: readonly Resource[], target: Target): Resource[] {
  const fits = (pattern: string | undefined, text: string) => {
    if (!pattern) return true
    try {
      return new RegExp(`^(?:${pattern})$`).test(text)
    } catch {
      throw new FailedError(`error parsing regexp: ${JSON.stringify(pattern)}`)
    }
  }
  const selects = (selector: string | undefined, labels: Record<string, string> | undefined) =>
    !selector || matches(parseSelector(selector), labels)
  return resources.filter(({ object, before }) => {
    const ids = [object.metadata ?? {}, ...before]
    return (
      fits(target.group, groupOf(object)) &&
      fits(target.version, versionOf(object)) &&
      fits(target.kind, object.kind) &&
      ids.some(id => fits(target.name, id.name ?? '') && fits(target.namespace, id.namespace || '')) &&
      selects(target.labelSelector, object.metadata?.labels) &&
      selects(target.annotationSelector, object.metadata?.annotations)
    )
  })
}
