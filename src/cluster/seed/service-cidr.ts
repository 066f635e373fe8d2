import type { ServiceCIDR } from '../../lib/objects.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'

/** The range of cluster IPs, as the API server records it. Modelled on pkg/controlplane/controller/defaultservicecidr. */
export const serviceCIDR = (now: Ms): ServiceCIDR => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
  spec: { cidrs: ['10.96.0.0/16'] },
  status: {
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: '',
        message: 'Kubernetes Service CIDR is ready',
        lastTransitionTime: rfc3339(now),
      },
    ],
  },
})
