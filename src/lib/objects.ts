/**
 * Kubernetes objects as they stand in the cluster: the documented types with what the API server guarantees filled in
 * (apiVersion, kind, name, uid, and `spec`/`status` objects where the kind has them).
 * Fields newer than the types package are added here.
 */
import type * as admission from 'kubernetes-types/admissionregistration/v1'
import type * as apps from 'kubernetes-types/apps/v1'
import type * as autoscaling from 'kubernetes-types/autoscaling/v2'
import type * as batch from 'kubernetes-types/batch/v1'
import type * as core from 'kubernetes-types/core/v1'
import type * as discovery from 'kubernetes-types/discovery/v1'
import type * as meta from 'kubernetes-types/meta/v1'
import type * as storage from 'kubernetes-types/storage/v1'
import type * as policy from 'kubernetes-types/policy/v1'
import type * as coordination from 'kubernetes-types/coordination/v1'
import type * as rbac from 'kubernetes-types/rbac/v1'
import type * as scheduling from 'kubernetes-types/scheduling/v1'
import type * as networking from 'kubernetes-types/networking/v1'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

export interface Metadata extends Writable<meta.ObjectMeta> {
  name: string
}

/** Any object of any kind. */
export interface KubeObject {
  apiVersion: string
  kind: string
  metadata: Metadata
  [field: string]: any
}

export type Filled<T, K extends keyof T> = Omit<T, K | 'metadata' | 'apiVersion' | 'kind'> & {
  -readonly [F in K]-?: NonNullable<T[F]>
} & { apiVersion: string; kind: string; metadata: Metadata }

export type Condition = {
  type: string
  status: string
  reason?: string
  message?: string
  lastTransitionTime?: string
  lastUpdateTime?: string
  lastProbeTime?: string | null
  observedGeneration?: number
}

export type Pod = Filled<core.Pod, 'spec' | 'status'>
export type Node = Filled<core.Node, 'spec' | 'status'>
export type Namespace = Filled<core.Namespace, 'spec' | 'status'>
export type Service = Filled<core.Service, 'spec' | 'status'>
export type Endpoints = Filled<core.Endpoints, never>
export type Event = Filled<core.Event, 'involvedObject'>
export type ConfigMap = Filled<core.ConfigMap, never> & { kind: string }
export type Secret = Filled<core.Secret, never>
export type ServiceAccount = Filled<core.ServiceAccount, never>
export type Deployment = Filled<apps.Deployment, 'spec' | 'status'> & { status: { terminatingReplicas?: number } }
export type ReplicaSet = Filled<apps.ReplicaSet, 'spec' | 'status'> & { status: { terminatingReplicas?: number } }
export type DaemonSet = Filled<apps.DaemonSet, 'spec' | 'status'>
export type StatefulSet = Filled<apps.StatefulSet, 'spec' | 'status'> & {
  spec: {
    persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string }
    ordinals?: { start?: number }
    updateStrategy?: { rollingUpdate?: { maxUnavailable?: number | string } }
  }
  status: { availableReplicas?: number }
}
/** `data`: the part of its owner's spec that it keeps, as a strategic merge patch. */
export type ControllerRevision = Omit<Filled<apps.ControllerRevision, 'revision'>, 'data'> & { data?: any }
export type PersistentVolume = Filled<core.PersistentVolume, 'spec' | 'status'>
export type PersistentVolumeClaim = Filled<core.PersistentVolumeClaim, 'spec' | 'status'>
export type StorageClass = Filled<storage.StorageClass, never>
export type EndpointSlice = Filled<discovery.EndpointSlice, 'endpoints'>
export type Job = Filled<batch.Job, 'spec' | 'status'>
export type CronJob = Filled<batch.CronJob, 'spec' | 'status'>
export type HorizontalPodAutoscaler = Filled<autoscaling.HorizontalPodAutoscaler, 'spec' | 'status'>
export type PodDisruptionBudget = Filled<policy.PodDisruptionBudget, 'spec' | 'status'>
export type ResourceQuota = Filled<core.ResourceQuota, 'spec' | 'status'>
export type LimitRange = Filled<core.LimitRange, 'spec'>
export type PriorityClass = Filled<scheduling.PriorityClass, 'value'>
/** What goes wrong on purpose: with a pod, a node, or the pulls of an image. Times are milliseconds. */
export interface Fault extends KubeObject {
  spec: {
    pod?: { namespace: string; name: string; uid: string }
    /** Which container of the pod; absent: its first. */
    container?: string
    /** As written in the pods. */
    image?: string
    /** Readiness fails. */
    notReady?: true
    /** The process ends badly, or is killed for its memory, once it has run for `after`. */
    crash?: { after: number }
    oom?: { after: number }
    /** Answers take so much longer. */
    slow?: number
    /** So great a part of the answers to HTTP requests has this status. */
    http?: { status: number; share: number }
    /** What health checks over gRPC are answered. */
    grpc?: 'NOT_SERVING' | 'UNKNOWN' | 'SERVICE_UNKNOWN' | 'UNIMPLEMENTED'
    /** Pulls fail. */
    pullError?: true
    /** A node that is switched off. */
    node?: { name: string; uid: string }
  }
}
export type Ingress = Filled<networking.Ingress, 'spec' | 'status'>
export type IngressClass = Filled<networking.IngressClass, 'spec'>
export type NetworkPolicy = Filled<networking.NetworkPolicy, 'spec'>
export type IPAddress = KubeObject & { spec: { parentRef: ParentReference } }
export type ParentReference = { group?: string; resource: string; namespace?: string; name: string }
export type ServiceCIDR = KubeObject & { spec: { cidrs: string[] }; status: { conditions?: Condition[] } }
export type Role = Filled<rbac.Role, never>
export type ClusterRole = Filled<rbac.ClusterRole, never>
export type RoleBinding = Filled<rbac.RoleBinding, 'roleRef'> & { subjects?: Subject[] }
export type ClusterRoleBinding = Filled<rbac.ClusterRoleBinding, 'roleRef'> & { subjects?: Subject[] }
export type Subject = Writable<rbac.Subject>
/** A version of a group, and the Service that serves it; without one the API server does. */
export type APIService = KubeObject & {
  spec: {
    group?: string
    version?: string
    groupPriorityMinimum: number
    versionPriority: number
    service?: { namespace?: string; name?: string; port?: number }
    insecureSkipTLSVerify?: boolean
    caBundle?: string
  }
  status: { conditions?: Condition[] }
}
/** Who is asked before something is stored, and about what; as defaulted. */
export type WebhookConfiguration = KubeObject & { webhooks?: Webhook[] }
export interface Webhook {
  name: string
  clientConfig: {
    url?: string
    service?: { namespace: string; name: string; path?: string; port?: number }
    caBundle?: string
  }
  rules?: AdmissionRule[]
  failurePolicy?: string
  matchPolicy?: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  sideEffects?: string
  timeoutSeconds?: number
  admissionReviewVersions?: string[]
  /** Only of those that may change objects. */
  reinvocationPolicy?: string
  matchConditions?: MatchCondition[]
}
export interface MatchCondition {
  name: string
  expression: string
}
/** Which requests a webhook or a policy is about. */
export interface AdmissionRule {
  /** Only of policies. */
  resourceNames?: string[]
  operations?: string[]
  apiGroups?: string[]
  apiVersions?: string[]
  resources?: string[]
  scope?: string
}
export type ValidatingAdmissionPolicy = Filled<admission.ValidatingAdmissionPolicy, 'spec' | 'status'> & {
  spec: { matchConstraints?: MatchResources; matchConditions?: MatchCondition[] }
}
export type ValidatingAdmissionPolicyBinding = Filled<admission.ValidatingAdmissionPolicyBinding, 'spec'> & {
  spec: { paramRef?: { selector?: LabelSelector }; matchResources?: MatchResources }
}
export interface MatchResources {
  matchPolicy?: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  resourceRules?: AdmissionRule[]
  excludeResourceRules?: AdmissionRule[]
}
export type PolicyRule = rbac.PolicyRule
export type Lease = Filled<coordination.Lease, never>
export type PodSpec = core.PodSpec
export type PodTemplateSpec = core.PodTemplateSpec
export type Container = core.Container
export type ContainerStatus = core.ContainerStatus
export type ServicePort = core.ServicePort
export type LabelSelector = meta.LabelSelector
export type OwnerReference = meta.OwnerReference
export type Labels = Record<string, string>
