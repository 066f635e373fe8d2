import { equal } from '../lib/equal.ts'
import {
  label1035Errors,
  labelErrors,
  labelKeyErrors,
  labelValueErrors,
  maskTrailingDash,
  pathSegmentErrors,
  subdomainErrors,
} from '../lib/names.ts'
import type { KubeObject } from '../lib/objects.ts'
import { type FieldError, forbiddenField, invalidValue, required } from './errors.ts'
import type { KindDefinition } from './kind.ts'

/** All annotations of an object together, in bytes. */
const ANNOTATION_LIMIT = 256 * 1024

const NAME_RULES: Record<NonNullable<KindDefinition['nameRule']>, (name: string) => string[]> = {
  subdomain: subdomainErrors,
  label: labelErrors,
  label1035: label1035Errors,
  path: pathSegmentErrors,
}

/** Checks metadata of a new or changed object (apimachinery `ValidateObjectMeta`). */
export function validateMetadata(
  kind: KindDefinition<any>,
  next: KubeObject,
  previous: KubeObject | undefined,
): FieldError[] {
  const errors: FieldError[] = []
  const { metadata } = next
  if (!previous) {
    const rule = NAME_RULES[kind.nameRule ?? 'subdomain']
    if (metadata.generateName) {
      for (const why of rule(maskTrailingDash(metadata.generateName)))
        errors.push(invalidValue('metadata.generateName', metadata.generateName, why))
    }
    if (!metadata.name) errors.push(required('metadata.name', 'name or generateName is required'))
    else for (const why of rule(metadata.name)) errors.push(invalidValue('metadata.name', metadata.name, why))
  }
  if (!previous || metadata.labels !== previous.metadata.labels)
    validateLabels(metadata.labels, 'metadata.labels', errors)
  if (!previous || metadata.annotations !== previous.metadata.annotations)
    validateAnnotations(metadata.annotations, 'metadata.annotations', errors)
  metadata.ownerReferences?.forEach((owner, i) => {
    const path = `metadata.ownerReferences[${i}]`
    if (!owner.apiVersion)
      errors.push(invalidValue(`${path}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'))
    if (!owner.kind) errors.push(invalidValue(`${path}.kind`, owner.kind ?? '', 'must not be empty'))
    if (!owner.name) errors.push(invalidValue(`${path}.name`, owner.name ?? '', 'must not be empty'))
    if (!owner.uid) errors.push(invalidValue(`${path}.uid`, owner.uid ?? '', 'must not be empty'))
  })
  metadata.finalizers?.forEach((finalizer, i) => {
    for (const why of labelKeyErrors(finalizer)) errors.push(invalidValue(`metadata.finalizers[${i}]`, finalizer, why))
  })
  if (previous?.metadata.deletionTimestamp) {
    const had = previous.metadata.finalizers ?? []
    const added = (metadata.finalizers ?? []).filter(f => !had.includes(f))
    if (added.length > 0) {
      errors.push(
        forbiddenField(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(f => JSON.stringify(f)).join(', ')}}`,
        ),
      )
    }
  }
  if (previous) {
    for (const field of ['name', 'namespace', 'uid', 'creationTimestamp'] as const) {
      if (!equal(metadata[field], previous.metadata[field])) {
        errors.push(invalidValue(`metadata.${field}`, metadata[field] ?? '', 'field is immutable'))
      }
    }
  }
  return errors
}

/** Also for pod templates. */
export function validateLabels(labels: Record<string, string> | undefined, path: string, errors: FieldError[]): void {
  for (const key in labels) {
    for (const why of labelKeyErrors(key)) errors.push(invalidValue(path, key, why))
    for (const why of labelValueErrors(labels[key]!)) errors.push(invalidValue(path, labels[key], why))
  }
}

export function validateAnnotations(
  annotations: Record<string, string> | undefined,
  path: string,
  errors: FieldError[],
): void {
  let size = 0
  for (const key in annotations) {
    size += key.length + annotations[key]!.length
    for (const why of labelKeyErrors(key.toLowerCase())) errors.push(invalidValue(path, key, why))
  }
  if (size > ANNOTATION_LIMIT)
    errors.push({ type: 'Too long', path, detail: `may not be more than ${ANNOTATION_LIMIT} bytes` })
}
