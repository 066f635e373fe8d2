/**
 * The API server's own (internal) types behind a pod spec: field names and order of k8s.io/kubernetes pkg/apis/core,
 * which refusals print. `name:type`, in order; types: `str int bool` (zero when absent), `ptr` (any scalar, null when
 * absent), `map` and `[]T` (null when absent), `T` (a struct that always stands), `*T` (null when absent), `port` (number
 * or text), `qty` (quantity). `=json` gives the JSON name where it does not follow from Go's; `...T` embeds.
 */
const TABLE = `
PodSpec Volumes:[]Volume InitContainers:[]Container Containers:[]Container EphemeralContainers:[]EphemeralContainer
  RestartPolicy:str TerminationGracePeriodSeconds:ptr ActiveDeadlineSeconds:ptr DNSPolicy:str NodeSelector:map
  ServiceAccountName:str AutomountServiceAccountToken:ptr NodeName:str SecurityContext:*PodSecurityContext
  ImagePullSecrets:[]LocalObjectReference Hostname:str Subdomain:str SetHostnameAsFQDN:ptr Affinity:*Affinity
  SchedulerName:str Tolerations:[]Toleration HostAliases:[]HostAlias PriorityClassName:str Priority:ptr
  PreemptionPolicy:ptr DNSConfig:*PodDNSConfig ReadinessGates:[]PodReadinessGate RuntimeClassName:ptr Overhead:map
  EnableServiceLinks:ptr TopologySpreadConstraints:[]TopologySpreadConstraint OS:*PodOS
  SchedulingGates:[]PodSchedulingGate ResourceClaims:[]PodResourceClaim Resources:*ResourceRequirements
  HostnameOverride:ptr WorkloadRef:*WorkloadReference
Volume Name:str HostPath:*HostPath EmptyDir:*EmptyDir GCEPersistentDisk:*GCEPersistentDisk
  AWSElasticBlockStore:*AWSElasticBlockStore GitRepo:*GitRepo Secret:*Secret NFS:*NFS ISCSI:*ISCSI Glusterfs:*Glusterfs
  PersistentVolumeClaim:*Claim RBD:*RBD Quobyte:*Quobyte FlexVolume:*FlexVolume Cinder:*Cinder CephFS=cephfs:*CephFS
  Flocker:*Flocker DownwardAPI:*DownwardAPI FC:*FC AzureFile:*AzureFile ConfigMap:*ConfigMap VsphereVolume:*Vsphere
  AzureDisk:*AzureDisk PhotonPersistentDisk:*Photon Projected:*Projected PortworxVolume:*Portworx ScaleIO:*ScaleIO
  StorageOS=storageos:*StorageOS CSI:*CSI Ephemeral:*Ephemeral Image:*ImageVolume
HostPath Path:str Type:ptr
EmptyDir Medium:str SizeLimit:ptr
GCEPersistentDisk PDName=pdName:str FSType:str Partition:int ReadOnly:bool
AWSElasticBlockStore VolumeID:str FSType:str Partition:int ReadOnly:bool
GitRepo Repository:str Revision:str Directory:str
Secret SecretName:str Items:[]KeyToPath DefaultMode:ptr Optional:ptr
NFS Server:str Path:str ReadOnly:bool
ISCSI TargetPortal:str IQN:str Lun:int ISCSIInterface:str FSType:str ReadOnly:bool Portals:[]str
  DiscoveryCHAPAuth=chapAuthDiscovery:bool SessionCHAPAuth=chapAuthSession:bool SecretRef:*LocalObjectReference
  InitiatorName:ptr
Glusterfs EndpointsName=endpoints:str Path:str ReadOnly:bool
Claim ClaimName:str ReadOnly:bool
RBD CephMonitors=monitors:[]str RBDImage=image:str FSType:str RBDPool=pool:str RadosUser=user:str Keyring:str
  SecretRef:*LocalObjectReference ReadOnly:bool
Quobyte Registry:str Volume:str ReadOnly:bool User:str Group:str Tenant:str
FlexVolume Driver:str FSType:str SecretRef:*LocalObjectReference ReadOnly:bool Options:map
Cinder VolumeID:str FSType:str ReadOnly:bool SecretRef:*LocalObjectReference
CephFS Monitors:[]str Path:str User:str SecretFile:str SecretRef:*LocalObjectReference ReadOnly:bool
Flocker DatasetName:str DatasetUUID:str
DownwardAPI Items:[]DownwardAPIFile DefaultMode:ptr
DownwardAPIFile Path:str FieldRef:*FieldSelector ResourceFieldRef:*ResourceFieldSelector Mode:ptr
FC TargetWWNs:[]str Lun:ptr FSType:str ReadOnly:bool WWIDs=wwids:[]str
AzureFile SecretName:str ShareName:str ReadOnly:bool
ConfigMap Name:str Items:[]KeyToPath DefaultMode:ptr Optional:ptr
Vsphere VolumePath:str FSType:str StoragePolicyName:str StoragePolicyID:str
AzureDisk DiskName:str DataDiskURI=diskURI:str CachingMode:ptr FSType:ptr ReadOnly:ptr Kind:ptr
Photon PdID:str FSType:str
Projected Sources:[]Projection DefaultMode:ptr
Projection Secret:*ObjectProjection DownwardAPI:*DownwardAPIProjection ConfigMap:*ObjectProjection
  ServiceAccountToken:*TokenProjection ClusterTrustBundle:*BundleProjection PodCertificate:*CertificateProjection
ObjectProjection Name:str Items:[]KeyToPath Optional:ptr
DownwardAPIProjection Items:[]DownwardAPIFile
TokenProjection Audience:str ExpirationSeconds:int Path:str
BundleProjection Name:ptr SignerName:ptr LabelSelector:raw Optional:ptr Path:str
CertificateProjection SignerName:str KeyType:str MaxExpirationSeconds:ptr CredentialBundlePath:str KeyPath:str
  CertificateChainPath:str UserAnnotations:map
Portworx VolumeID:str FSType:str ReadOnly:bool
ScaleIO Gateway:str System:str SecretRef:*LocalObjectReference SSLEnabled:bool ProtectionDomain:str StoragePool:str
  StorageMode:str VolumeName:str FSType:str ReadOnly:bool
StorageOS VolumeName:str VolumeNamespace:str FSType:str ReadOnly:bool SecretRef:*LocalObjectReference
CSI Driver:str ReadOnly:ptr FSType:ptr VolumeAttributes:map NodePublishSecretRef:*LocalObjectReference
Ephemeral VolumeClaimTemplate:raw
ImageVolume Reference:str PullPolicy:str
KeyToPath Key:str Path:str Mode:ptr
LocalObjectReference Name:str
Container Name:str Image:str Command:[]str Args:[]str WorkingDir:str Ports:[]ContainerPort EnvFrom:[]EnvFrom Env:[]EnvVar
  Resources:ResourceRequirements ResizePolicy:[]ResizePolicy RestartPolicy:ptr RestartPolicyRules:[]RestartRule
  VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe
  Lifecycle:*Lifecycle TerminationMessagePath:str TerminationMessagePolicy:str ImagePullPolicy:str
  SecurityContext:*SecurityContext Stdin:bool StdinOnce:bool TTY:bool
EphemeralContainer ...Container TargetContainerName:str
ContainerPort Name:str HostPort:int ContainerPort:int Protocol:str HostIP:str
EnvFrom Prefix:str ConfigMapRef:*EnvSource SecretRef:*EnvSource
EnvSource Name:str Optional:ptr
EnvVar Name:str Value:str ValueFrom:*EnvVarSource
EnvVarSource FieldRef:*FieldSelector ResourceFieldRef:*ResourceFieldSelector ConfigMapKeyRef:*KeySelector
  SecretKeyRef:*KeySelector FileKeyRef:*FileKeySelector
FieldSelector APIVersion:str FieldPath:str
ResourceFieldSelector ContainerName:str Resource:str Divisor:qty
KeySelector Name:str Key:str Optional:ptr
FileKeySelector VolumeName:str Path:str Key:str Optional:ptr
ResourceRequirements Limits:map Requests:map Claims:[]ResourceClaim
ResourceClaim Name:str Request:str
ResizePolicy ResourceName:str RestartPolicy:str
RestartRule Action:str ExitCodes:*ExitCodes
ExitCodes Operator:str Values:[]int
VolumeMount Name:str ReadOnly:bool RecursiveReadOnly:ptr MountPath:str SubPath:str MountPropagation:ptr SubPathExpr:str
VolumeDevice Name:str DevicePath:str
Handler Exec:*Exec HTTPGet:*HTTPGet TCPSocket:*TCPSocket
Probe ...Handler GRPC:*GRPC InitialDelaySeconds:int TimeoutSeconds:int PeriodSeconds:int SuccessThreshold:int
  FailureThreshold:int TerminationGracePeriodSeconds:ptr
Exec Command:[]str
HTTPGet Path:str Port:port Host:str Scheme:str HTTPHeaders:[]HTTPHeader
HTTPHeader Name:str Value:str
TCPSocket Port:port Host:str
GRPC Port:int Service:ptr
Lifecycle PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal:ptr
LifecycleHandler ...Handler Sleep:*Sleep
Sleep Seconds:int
SecurityContext Capabilities:*Capabilities Privileged:ptr SELinuxOptions:*SELinux WindowsOptions:*Windows RunAsUser:ptr
  RunAsGroup:ptr RunAsNonRoot:ptr ReadOnlyRootFilesystem:ptr AllowPrivilegeEscalation:ptr ProcMount:ptr
  SeccompProfile:*Profile AppArmorProfile:*Profile
PodSecurityContext HostNetwork:bool HostPID:bool HostIPC:bool ShareProcessNamespace:ptr HostUsers:ptr
  SELinuxOptions:*SELinux WindowsOptions:*Windows RunAsUser:ptr RunAsGroup:ptr RunAsNonRoot:ptr SupplementalGroups:[]int
  SupplementalGroupsPolicy:ptr FSGroup:ptr FSGroupChangePolicy:ptr Sysctls:[]Sysctl SeccompProfile:*Profile
  AppArmorProfile:*Profile SELinuxChangePolicy:ptr
Capabilities Add:[]str Drop:[]str
SELinux User:str Role:str Type:str Level:str
Windows GMSACredentialSpecName=gmsaCredentialSpecName:ptr GMSACredentialSpec=gmsaCredentialSpec:ptr RunAsUserName:ptr
  HostProcess:ptr
Profile Type:str LocalhostProfile:ptr
Sysctl Name:str Value:str
Affinity NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAffinity
NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector
  PreferredDuringSchedulingIgnoredDuringExecution:[]PreferredTerm
NodeSelector NodeSelectorTerms:[]NodeSelectorTerm
NodeSelectorTerm MatchExpressions:[]NodeRequirement MatchFields:[]NodeRequirement
NodeRequirement Key:str Operator:str Values:[]str
PreferredTerm Weight:int Preference:NodeSelectorTerm
PodAffinity RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
  PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedTerm
PodAffinityTerm LabelSelector:raw Namespaces:[]str TopologyKey:str NamespaceSelector:raw MatchLabelKeys:[]str
  MismatchLabelKeys:[]str
WeightedTerm Weight:int PodAffinityTerm:PodAffinityTerm
Toleration Key:str Operator:str Value:str Effect:str TolerationSeconds:ptr
HostAlias IP:str Hostnames:[]str
PodDNSConfig Nameservers:[]str Searches:[]str Options:[]DNSOption
DNSOption Name:str Value:ptr
PodReadinessGate ConditionType:str
TopologySpreadConstraint MaxSkew:int TopologyKey:str WhenUnsatisfiable:str LabelSelector:raw MinDomains:ptr
  NodeAffinityPolicy:ptr NodeTaintsPolicy:ptr MatchLabelKeys:[]str
PodOS Name:str
PodSchedulingGate Name:str
PodResourceClaim Name:str ResourceClaimName:ptr ResourceClaimTemplateName:ptr
WorkloadReference Name:str PodGroup:str PodGroupReplicaKey:str
`

interface Field {
  go: string
  json: string
  type: string
}

type Struct = Record<string, any>

let types: Map<string, Field[]> | undefined

/** HTTPGet -> httpGet, NodeName -> nodeName, CSI -> csi, HostIP -> hostIP. */
function jsonName(go: string): string {
  const capitals = /^[A-Z]+/.exec(go)![0].length
  const lower = capitals === go.length || capitals === 1 ? capitals : capitals - 1
  return go.slice(0, lower).toLowerCase() + go.slice(lower)
}

function parse(): Map<string, Field[]> {
  const parsed = new Map<string, Field[]>()
  for (const entry of TABLE.trim().split(/\n(?! )/)) {
    const [name, ...words] = entry.split(/\s+/)
    const fields: Field[] = []
    for (const word of words) {
      if (word.startsWith('...')) {
        fields.push(...parsed.get(word.slice(3))!)
        continue
      }
      const [names, type] = word.split(':') as [string, string]
      const [go, json = jsonName(names)] = names.split('=') as [string, string?]
      fields.push({ go, json, type })
    }
    parsed.set(name!, fields)
  }
  return parsed
}

function fieldValue(type: string, value: any): unknown {
  if (type.startsWith('[]')) return Array.isArray(value) ? value.map(item => fieldValue(type.slice(2), item)) : null
  if (type.startsWith('*')) return value ? internalStruct(type.slice(1), value) : null
  switch (type) {
    case 'str':
      return value ?? ''
    case 'int':
    case 'port':
      return value ?? 0
    case 'bool':
      return value ?? false
    case 'qty':
      return value ?? '0'
    case 'map':
    case 'ptr':
    case 'raw':
      return value ?? null
    default:
      return internalStruct(type, value ?? {})
  }
}

/** An object as Go would print the API server's struct of it: all fields, in order, under their Go names. */
export function internalStruct(type: string, value: Struct): Struct {
  types ??= parse()
  const struct: Struct = {}
  for (const field of types.get(type)!) struct[field.go] = fieldValue(field.type, value[field.json])
  return struct
}

/** A pod spec in that form. The internal type keeps the host's namespaces in the security context. */
export function internalPodSpec(spec: Struct): Struct {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec
  const host = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers }
  return internalStruct('PodSpec', { ...spec, securityContext: { ...spec.securityContext, ...host } })
}
