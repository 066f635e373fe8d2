/** Every kind that the cluster serves, in the order of `get all` and of api-resources' groups. One line a kind. */
import type { KindDefinition } from '../api/kind.ts'
import { apiServices } from './apiservice/index.ts'
import { configMaps } from './configmap.ts'
import { controllerRevisions } from './controllerrevision/index.ts'
import { customResourceDefinitions } from './customresourcedefinition/index.ts'
import { cronJobs } from './cronjob/index.ts'
import { daemonSets } from './daemonset/index.ts'
import { deployments } from './deployment/index.ts'
import { endpoints } from './endpoints/index.ts'
import { endpointSlices } from './endpointslice/index.ts'
import { events } from './event.ts'
import { faults } from './fault.ts'
import { ingresses } from './ingress/index.ts'
import { horizontalPodAutoscalers } from './horizontalpodautoscaler/index.ts'
import { ingressClasses } from './ingressclass.ts'
import { ipAddresses } from './ipaddress.ts'
import { jobs } from './job/index.ts'
import { leases } from './lease.ts'
import { limitRanges } from './limitrange/index.ts'
import { namespaces } from './namespace.ts'
import { networkPolicies } from './networkpolicy/index.ts'
import { nodes } from './node/index.ts'
import { persistentVolumeClaims } from './persistentvolumeclaim/index.ts'
import { persistentVolumes } from './persistentvolume/index.ts'
import { pods } from './pod/index.ts'
import { podDisruptionBudgets } from './poddisruptionbudget/index.ts'
import { priorityClasses } from './priorityclass.ts'
import { replicaSets } from './replicaset/index.ts'
import { clusterRoles, roles } from './role.ts'
import { clusterRoleBindings, roleBindings } from './rolebinding.ts'
import { resourceQuotas } from './resourcequota/index.ts'
import { secrets } from './secret.ts'
import { services } from './service/index.ts'
import { serviceCIDRs } from './servicecidr/index.ts'
import { serviceAccounts } from './serviceaccount.ts'
import { statefulSets } from './statefulset/index.ts'
import { storageClasses } from './storageclass.ts'
import { validatingAdmissionPolicies } from './validatingadmissionpolicy/index.ts'
import { validatingAdmissionPolicyBindings } from './validatingadmissionpolicybinding.ts'
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from './webhookconfiguration/index.ts'

export const kinds: KindDefinition<any>[] = [
  configMaps,
  endpoints,
  events,
  limitRanges,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
  mutatingWebhookConfigurations,
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
  validatingWebhookConfigurations,
  apiServices,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
  horizontalPodAutoscalers,
  cronJobs,
  jobs,
  leases,
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
  customResourceDefinitions,
  endpointSlices,
  faults,
  ingressClasses,
  ingresses,
  ipAddresses,
  networkPolicies,
  podDisruptionBudgets,
  priorityClasses,
  serviceCIDRs,
  storageClasses,
]
