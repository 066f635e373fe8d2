/** The plant: what runs in a cluster besides the API and the kinds' own controllers. One line each. */
import type { Handler } from '../api/server.ts'
import type { Controller } from '../engine/controller.ts'
import { apiServiceAvailability } from './aggregator/index.ts'
import { handlers as authorizer } from './authorizer/index.ts'
import { eventTtl } from './event-ttl/index.ts'
import { faultCollector, inject } from './faults/index.ts'
import { garbageCollector } from './garbage-collector/index.ts'
import { attach, exec, kubelet, log } from './kubelet/index.ts'
import { kubernetesService } from './kubernetes-service/index.ts'
import { namespaceController, rootCertificatePublisher, serviceAccountController } from './namespace-lifecycle/index.ts'
import { askNetwork, ingressStatus, loadBalancer, handlers as network } from './network/index.ts'
import { join } from './nodes/index.ts'
import { podGarbageCollector } from './pod-garbage-collector/index.ts'
import { provisioner } from './provisioner/index.ts'
import { resizer } from './resizer/index.ts'
import { scheduler } from './scheduler/index.ts'
import { taintEviction } from './taint-eviction/index.ts'
import { podWhy } from './why/pod/index.ts'
import { serviceWhy } from './why/service/index.ts'

export const controllers: Controller[] = [
  scheduler,
  kubelet(askNetwork),
  garbageCollector,
  podGarbageCollector,
  provisioner,
  resizer,
  namespaceController,
  serviceAccountController,
  rootCertificatePublisher,
  kubernetesService,
  loadBalancer,
  ingressStatus,
  apiServiceAvailability,
  taintEviction,
  eventTtl,
  faultCollector,
]

export const handlers: Record<string, Handler> = {
  ...network,
  ...authorizer,
  'faults.kubesim.io/inject': inject,
  'nodes/join': join,
  'pods/log': log,
  // Only made for whoever runs a command: all tools of all images come with it.
  'pods/exec': (call, connection) => exec(askNetwork)(call, connection),
  'pods/attach': attach,
  'pods/why': podWhy,
  'services/why': serviceWhy,
}
