import type { Reader } from '../../api/kind.ts'
import type { ServiceCIDR } from '../../lib/objects.ts'

/** The ranges of cluster IPs, as written; those of a cluster without ServiceCIDRs are the API server's own. */
export function serviceRanges(read: Reader): string[] {
  const cidrs = read.list<ServiceCIDR>('servicecidrs.networking.k8s.io').flatMap(({ spec }) => spec.cidrs)
  return cidrs.length > 0 ? [...new Set(cidrs)] : ['10.96.0.0/16']
}
