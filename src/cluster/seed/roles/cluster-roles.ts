/**
 * The ClusterRoles that v1.35's API server makes when it first starts, with its feature gates as they are by default: facts
 * from plugin/pkg/auth/authorizer/rbac/bootstrappolicy. A name, with `<x` for a role that takes part in the aggregated role
 * x and `>x` for the aggregated role x itself; then its rules: ` VERBS GROUPS: RESOURCES [= NAMES]` or ` VERBS URLS`.
 * `core` is the group without a name; the words for verbs and rules are in `rules.ts`.
 */
export const CLUSTER_ROLES = `cluster-admin
 * *: *
 * *
admin >admin
edit >edit <admin
view >view <edit
system:aggregate-to-admin <admin
 create authorization.k8s.io: localsubjectaccessreviews
 all rbac.authorization.k8s.io: roles,rolebindings
system:aggregate-to-edit <edit
 read core: pods/attach,pods/proxy,pods/exec,pods/portforward,secrets,services/proxy
 impersonate core: serviceaccounts
 write core: pods,pods/attach,pods/proxy,pods/exec,pods/portforward
 create core: pods/eviction
 write core: replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/proxy,persistentvolumeclaims,configmaps,secrets,events
 create core: serviceaccounts/token
 write apps: statefulsets,statefulsets/scale,daemonsets,deployments,deployments/scale,deployments/rollback,replicasets,replicasets/scale
 write autoscaling: horizontalpodautoscalers
 write batch: jobs,cronjobs
 write extensions: daemonsets,deployments,deployments/scale,deployments/rollback,ingresses,replicasets,replicasets/scale,replicationcontrollers/scale,networkpolicies
 write policy: poddisruptionbudgets
 write networking.k8s.io: networkpolicies,ingresses
 all coordination.k8s.io: leases
 write resource.k8s.io: resourceclaims,resourceclaimtemplates
system:aggregate-to-view <view
 read core: pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,configmaps
 read core: limitranges,resourcequotas,bindings,events,pods/status,resourcequotas/status,namespaces/status,replicationcontrollers/status,pods/log
 read core: namespaces
 read discovery.k8s.io: endpointslices
 read apps: controllerrevisions,statefulsets,statefulsets/status,statefulsets/scale,daemonsets,daemonsets/status,deployments,deployments/status,deployments/scale,replicasets,replicasets/status,replicasets/scale
 read autoscaling: horizontalpodautoscalers,horizontalpodautoscalers/status
 read batch: jobs,cronjobs,cronjobs/status,jobs/status
 read extensions: daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale,networkpolicies
 read policy: poddisruptionbudgets,poddisruptionbudgets/status
 read networking.k8s.io: networkpolicies,ingresses,ingresses/status
 read resource.k8s.io: resourceclaims,resourceclaims/status,resourceclaimtemplates
system:auth-delegator
 create authentication.k8s.io: tokenreviews
 create authorization.k8s.io: subjectaccessreviews
system:basic-user
 create authorization.k8s.io: selfsubjectaccessreviews,selfsubjectrulesreviews
 create authentication.k8s.io: selfsubjectreviews
system:certificates.k8s.io:certificatesigningrequests:nodeclient
 create certificates.k8s.io: certificatesigningrequests/nodeclient
system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
 create certificates.k8s.io: certificatesigningrequests/selfnodeclient
system:certificates.k8s.io:kube-apiserver-client-approver
 approve certificates.k8s.io: signers = kubernetes.io/kube-apiserver-client
system:certificates.k8s.io:kube-apiserver-client-kubelet-approver
 approve certificates.k8s.io: signers = kubernetes.io/kube-apiserver-client-kubelet
system:certificates.k8s.io:kubelet-serving-approver
 approve certificates.k8s.io: signers = kubernetes.io/kubelet-serving
system:certificates.k8s.io:legacy-unknown-approver
 approve certificates.k8s.io: signers = kubernetes.io/legacy-unknown
system:discovery
 get /livez,/readyz,/healthz,/version,/version/,/openapi,/openapi/*,/api,/api/*,/apis,/apis/*
system:heapster
 read core: events,pods,nodes,namespaces
 read extensions: deployments
system:kube-aggregator
 read core: services,endpoints
system:kube-controller-manager
 events
 create coordination.k8s.io: leases
 get,update coordination.k8s.io: leases = kube-controller-manager
 create core: secrets,serviceaccounts
 delete core: secrets
 get core: namespaces,secrets,serviceaccounts,configmaps
 update core: secrets,serviceaccounts
 create authentication.k8s.io: tokenreviews
 create authorization.k8s.io: subjectaccessreviews
 list,watch *: *
 create core: serviceaccounts/token
system:kube-dns
 list,watch core: endpoints,services
system:kube-scheduler
 events
 create coordination.k8s.io: leases
 get,update coordination.k8s.io: leases = kube-scheduler
 read core: nodes
 get,list,watch,delete core: pods
 create core: pods/binding,bindings
 update,patch core: pods/status
 read core: services,replicationcontrollers
 read apps,extensions: replicasets
 read apps: statefulsets
 read policy: poddisruptionbudgets
 read core: persistentvolumeclaims,persistentvolumes
 create authentication.k8s.io: tokenreviews
 create authorization.k8s.io: subjectaccessreviews
 read storage.k8s.io: csinodes
 read storage.k8s.io: volumeattachments
 read core: namespaces
 read storage.k8s.io: csidrivers
 read storage.k8s.io: csistoragecapacities
 read resource.k8s.io: deviceclasses
 readupdate resource.k8s.io: resourceclaims
 readupdate resource.k8s.io: resourceclaims/status
 readupdate core: pods/finalizers
 read resource.k8s.io: resourceslices
system:kubelet-api-admin
 read core: nodes
 proxy core: nodes
 * core: nodes/proxy,nodes/metrics,nodes/stats,nodes/log
 * core: nodes/configz,nodes/healthz,nodes/pods
system:monitoring
 get /metrics,/metrics/slis,/livez,/readyz,/healthz,/livez/*,/readyz/*,/healthz/*
system:node
 create authentication.k8s.io: tokenreviews
 create authorization.k8s.io: subjectaccessreviews,localsubjectaccessreviews
 read core: services
 create,get,list,watch core: nodes
 update,patch core: nodes/status
 update,patch core: nodes
 create,update,patch core: events
 read core: pods
 create,delete core: pods
 update,patch core: pods/status
 create core: pods/eviction
 read core: secrets,configmaps
 get core: persistentvolumeclaims,persistentvolumes
 get core: endpoints
 create,get,list,watch certificates.k8s.io: certificatesigningrequests
 get,create,update,patch,delete coordination.k8s.io: leases
 get storage.k8s.io: volumeattachments
 create core: serviceaccounts/token
 get,update,patch core: persistentvolumeclaims/status
 read storage.k8s.io: csidrivers
 get,create,update,patch,delete storage.k8s.io: csinodes
 read node.k8s.io: runtimeclasses
 get resource.k8s.io: resourceclaims
 deletecollection resource.k8s.io: resourceslices
 get core: serviceaccounts
system:node-bootstrapper
 create,get,list,watch certificates.k8s.io: certificatesigningrequests
system:node-problem-detector
 get core: nodes
 patch core: nodes/status
 events
system:node-proxier
 list,watch core: services,endpoints
 read core: nodes
 events
 list,watch networking.k8s.io: servicecidrs
 list,watch discovery.k8s.io: endpointslices
system:persistent-volume-provisioner
 get,list,watch,create,delete core: persistentvolumes
 get,list,watch,update core: persistentvolumeclaims
 read storage.k8s.io: storageclasses
 watch core: events
 events
system:public-info-viewer
 get /livez,/readyz,/healthz,/version,/version/
system:service-account-issuer-discovery
 get /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/
system:volume-scheduler
 readupdate core: persistentvolumes
 read storage.k8s.io: storageclasses
 readupdate core: persistentvolumeclaims`

/** Who has which ClusterRole: its name, then users, groups (`@`) and service accounts of kube-system (`&`). */
export const CLUSTER_ROLE_BINDINGS = `cluster-admin @system:masters
system:basic-user @system:authenticated
system:discovery @system:authenticated
system:kube-controller-manager system:kube-controller-manager
system:kube-dns &kube-dns
system:kube-scheduler system:kube-scheduler
system:monitoring @system:monitoring
system:node
system:node-proxier system:kube-proxy
system:public-info-viewer @system:authenticated @system:unauthenticated
system:service-account-issuer-discovery @system:serviceaccounts
system:volume-scheduler system:kube-scheduler`

/** Roles in the cluster's own namespaces; written as above. */
export const ROLES = `kube-public/system:controller:bootstrap-signer
 read core: configmaps
 update core: configmaps = cluster-info
 events
kube-system/extension-apiserver-authentication-reader
 read core: configmaps = extension-apiserver-authentication
kube-system/system::leader-locking-kube-controller-manager
 watch core: configmaps
 get,update core: configmaps = kube-controller-manager
 read,create,update coordination.k8s.io: leases
kube-system/system::leader-locking-kube-scheduler
 watch core: configmaps
 get,update core: configmaps = kube-scheduler
kube-system/system:controller:bootstrap-signer
 read core: secrets
kube-system/system:controller:cloud-provider
 create,get,list,watch core: configmaps
kube-system/system:controller:token-cleaner
 get,list,watch,delete core: secrets
 events`

/** `binding=role`, where their names differ. */
export const ROLE_BINDINGS = `kube-public/system:controller:bootstrap-signer &bootstrap-signer
kube-system/system::extension-apiserver-authentication-reader=extension-apiserver-authentication-reader system:kube-controller-manager system:kube-scheduler
kube-system/system::leader-locking-kube-controller-manager system:kube-controller-manager &kube-controller-manager &leader-election-controller
kube-system/system::leader-locking-kube-scheduler system:kube-scheduler &kube-scheduler
kube-system/system:controller:bootstrap-signer &bootstrap-signer
kube-system/system:controller:cloud-provider &cloud-provider
kube-system/system:controller:token-cleaner &token-cleaner`
