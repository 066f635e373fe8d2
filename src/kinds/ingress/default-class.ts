import type { Admission } from '../../api/kind.ts'
import type { Ingress, IngressClass } from '../../lib/objects.ts'

/** The way in which an Ingress named its class before there was a field for it. */
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class'

/**
 * Gives the default class to an Ingress that names none; of several defaults the newest, then the first by name.
 * Modelled on plugin/pkg/admission/network/defaultingressclass.
 */
export function admitDefaultClass({ spec, metadata }: Ingress, { read }: Admission): void {
  if (spec.ingressClassName !== undefined || metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return
  const defaults = read
    .list<IngressClass>('ingressclasses.networking.k8s.io')
    .filter(each => each.metadata.annotations?.[IS_DEFAULT] === 'true')
  const createdAt = ({ metadata: { creationTimestamp = '' } }: IngressClass) => creationTimestamp
  let chosen = defaults[0]
  for (const each of defaults) if (createdAt(each) > createdAt(chosen!)) chosen = each
  if (chosen) spec.ingressClassName = chosen.metadata.name
}
