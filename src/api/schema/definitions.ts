/**
 * The object types of Kubernetes v1.35 as facts: one definition a line, `name [#atomic]: field; field; ...`, fields in
 * the order in which the API server writes them. A name is the OpenAPI name without `io.k8s.api.` and
 * `io.k8s.apimachinery.pkg.apis.`. A field is `name type[flags] [@patch] [#list]`:
 *
 * - type: `string bool int32 int64 float64 bytes Time MicroTime Duration Quantity IntOrString any`, another definition,
 *   `[]T`, `map[string]T`, `*T` (absent is not the same as empty), `Name=T` (Go's name for it, shown in type errors);
 *   `<a|b>` lists the values that exist.
 * - flags: `!` required by the documentation, `+` always written, `~` not written when empty although not optional in Go.
 * - patch: `@merge(key)` a list merged by key, `@merge` a set of plain values, `@retainKeys`, `@replace`.
 * - list: `#map(k/k)`, `#set`, `#atomic` (which server-side apply replaces whole; lists without a word are atomic too).
 * - `^Name`: stands in an embedded Go struct, whose name is part of the path in type errors.
 *
 * To serve another kind, add its lines here. Its lines are only searched and read when a look-up asks for them.
 */
export const DEFINITIONS = `
admissionregistration.v1.AuditAnnotation: key string+!; valueExpression string+!
admissionregistration.v1.ExpressionWarning: fieldRef string+!; warning string+!
admissionregistration.v1.MatchCondition: name string+!; expression string+!
admissionregistration.v1.MatchResources #atomic: namespaceSelector *meta.v1.LabelSelector; objectSelector *meta.v1.LabelSelector; resourceRules []admissionregistration.v1.NamedRuleWithOperations #atomic; excludeResourceRules []admissionregistration.v1.NamedRuleWithOperations #atomic; matchPolicy *v1.MatchPolicyType=string<Equivalent|Exact>
admissionregistration.v1.MutatingWebhook: name string+!; clientConfig admissionregistration.v1.WebhookClientConfig+!; rules []admissionregistration.v1.RuleWithOperations #atomic; failurePolicy *v1.FailurePolicyType=string<Fail|Ignore>; matchPolicy *v1.MatchPolicyType=string<Equivalent|Exact>; namespaceSelector *meta.v1.LabelSelector; objectSelector *meta.v1.LabelSelector; sideEffects *v1.SideEffectClass=string<None|NoneOnDryRun|Some|Unknown>+!; timeoutSeconds *int32; admissionReviewVersions []string+! #atomic; reinvocationPolicy *v1.ReinvocationPolicyType=string<IfNeeded|Never>; matchConditions []admissionregistration.v1.MatchCondition @merge(name) #map(name)
admissionregistration.v1.MutatingWebhookConfiguration: kind string; apiVersion string; metadata meta.v1.ObjectMeta; webhooks []admissionregistration.v1.MutatingWebhook @merge(name) #map(name)
admissionregistration.v1.NamedRuleWithOperations #atomic: resourceNames []string #atomic; operations []v1.OperationType=string<*|CONNECT|CREATE|DELETE|UPDATE> #atomic ^RuleWithOperations; apiGroups []string #atomic ^RuleWithOperations.Rule; apiVersions []string #atomic ^RuleWithOperations.Rule; resources []string #atomic ^RuleWithOperations.Rule; scope *v1.ScopeType=string<*|Cluster|Namespaced> ^RuleWithOperations.Rule
admissionregistration.v1.ParamKind #atomic: apiVersion string; kind string
admissionregistration.v1.ParamRef #atomic: name string; namespace string; selector *meta.v1.LabelSelector; parameterNotFoundAction *v1.ParameterNotFoundActionType=string
admissionregistration.v1.RuleWithOperations: operations []v1.OperationType=string<*|CONNECT|CREATE|DELETE|UPDATE> #atomic; apiGroups []string #atomic ^Rule; apiVersions []string #atomic ^Rule; resources []string #atomic ^Rule; scope *v1.ScopeType=string<*|Cluster|Namespaced> ^Rule
admissionregistration.v1.ServiceReference: namespace string+!; name string+!; path *string; port *int32
admissionregistration.v1.TypeChecking: expressionWarnings []admissionregistration.v1.ExpressionWarning #atomic
admissionregistration.v1.ValidatingAdmissionPolicy: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec admissionregistration.v1.ValidatingAdmissionPolicySpec; status admissionregistration.v1.ValidatingAdmissionPolicyStatus
admissionregistration.v1.ValidatingAdmissionPolicyBinding: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec
admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec: policyName string; paramRef *admissionregistration.v1.ParamRef; matchResources *admissionregistration.v1.MatchResources; validationActions []v1.ValidationAction=string<Audit|Deny|Warn> #set
admissionregistration.v1.ValidatingAdmissionPolicySpec: paramKind *admissionregistration.v1.ParamKind; matchConstraints *admissionregistration.v1.MatchResources; validations []admissionregistration.v1.Validation #atomic; failurePolicy *v1.FailurePolicyType=string<Fail|Ignore>; auditAnnotations []admissionregistration.v1.AuditAnnotation #atomic; matchConditions []admissionregistration.v1.MatchCondition @merge(name) #map(name); variables []admissionregistration.v1.Variable @merge(name) #map(name)
admissionregistration.v1.ValidatingAdmissionPolicyStatus: observedGeneration int64; typeChecking *admissionregistration.v1.TypeChecking; conditions []meta.v1.Condition #map(type)
admissionregistration.v1.ValidatingWebhook: name string+!; clientConfig admissionregistration.v1.WebhookClientConfig+!; rules []admissionregistration.v1.RuleWithOperations #atomic; failurePolicy *v1.FailurePolicyType=string<Fail|Ignore>; matchPolicy *v1.MatchPolicyType=string<Equivalent|Exact>; namespaceSelector *meta.v1.LabelSelector; objectSelector *meta.v1.LabelSelector; sideEffects *v1.SideEffectClass=string<None|NoneOnDryRun|Some|Unknown>+!; timeoutSeconds *int32; admissionReviewVersions []string+! #atomic; matchConditions []admissionregistration.v1.MatchCondition @merge(name) #map(name)
admissionregistration.v1.ValidatingWebhookConfiguration: kind string; apiVersion string; metadata meta.v1.ObjectMeta; webhooks []admissionregistration.v1.ValidatingWebhook @merge(name) #map(name)
admissionregistration.v1.Validation: expression string+!; message string; reason *v1.StatusReason=string; messageExpression string
admissionregistration.v1.Variable #atomic: name string+!; expression string+!
admissionregistration.v1.WebhookClientConfig: url *string; service *admissionregistration.v1.ServiceReference; caBundle bytes
apiextensions.v1.CustomResourceColumnDefinition: name string!; type string!; format string; description string; priority int32; jsonPath string!
apiextensions.v1.CustomResourceConversion: strategy string!; webhook any
apiextensions.v1.CustomResourceDefinition: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec apiextensions.v1.CustomResourceDefinitionSpec!; status apiextensions.v1.CustomResourceDefinitionStatus
apiextensions.v1.CustomResourceDefinitionCondition: type string!; status string!; lastTransitionTime Time~; reason string; message string; observedGeneration int64
apiextensions.v1.CustomResourceDefinitionNames: plural string!; singular string; shortNames []string #atomic; kind string!; listKind string; categories []string #atomic
apiextensions.v1.CustomResourceDefinitionSpec: group string!; names apiextensions.v1.CustomResourceDefinitionNames!; scope string!; versions []apiextensions.v1.CustomResourceDefinitionVersion! #atomic; conversion *apiextensions.v1.CustomResourceConversion; preserveUnknownFields bool
apiextensions.v1.CustomResourceDefinitionStatus: conditions []apiextensions.v1.CustomResourceDefinitionCondition #map(type); acceptedNames apiextensions.v1.CustomResourceDefinitionNames~; storedVersions []string #atomic; observedGeneration int64
apiextensions.v1.CustomResourceDefinitionVersion: name string!; served bool+!; storage bool+!; deprecated bool; deprecationWarning *string; schema *apiextensions.v1.CustomResourceValidation; subresources *apiextensions.v1.CustomResourceSubresources; additionalPrinterColumns []apiextensions.v1.CustomResourceColumnDefinition #atomic; selectableFields []apiextensions.v1.SelectableField #atomic
apiextensions.v1.CustomResourceSubresourceScale: specReplicasPath string!; statusReplicasPath string!; labelSelectorPath *string
apiextensions.v1.CustomResourceSubresources: status *any; scale *apiextensions.v1.CustomResourceSubresourceScale
apiextensions.v1.CustomResourceValidation: openAPIV3Schema *apiextensions.v1.JSONSchemaProps
apiextensions.v1.ExternalDocumentation: description string; url string
apiextensions.v1.JSONSchemaProps: id string; $schema string; $ref *string; description string; type string; format string; title string; default any; maximum *float64; exclusiveMaximum bool; minimum *float64; exclusiveMinimum bool; maxLength *int64; minLength *int64; pattern string; maxItems *int64; minItems *int64; uniqueItems bool; multipleOf *float64; enum []any #atomic; maxProperties *int64; minProperties *int64; required []string #atomic; items *apiextensions.v1.JSONSchemaProps; allOf []apiextensions.v1.JSONSchemaProps #atomic; oneOf []apiextensions.v1.JSONSchemaProps #atomic; anyOf []apiextensions.v1.JSONSchemaProps #atomic; not *apiextensions.v1.JSONSchemaProps; properties map[string]apiextensions.v1.JSONSchemaProps; additionalProperties any; patternProperties map[string]apiextensions.v1.JSONSchemaProps; dependencies any; additionalItems any; definitions map[string]apiextensions.v1.JSONSchemaProps; externalDocs *apiextensions.v1.ExternalDocumentation; example any; nullable bool; x-kubernetes-preserve-unknown-fields *bool; x-kubernetes-embedded-resource bool; x-kubernetes-int-or-string bool; x-kubernetes-list-map-keys []string #atomic; x-kubernetes-list-type *string; x-kubernetes-map-type *string; x-kubernetes-validations []apiextensions.v1.ValidationRule #map(rule)
apiextensions.v1.SelectableField: jsonPath string!
apiextensions.v1.ValidationRule: rule string!; message string; messageExpression string; reason *string; fieldPath string; optionalOldSelf *bool
apiregistration.v1.APIService: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec apiregistration.v1.APIServiceSpec; status apiregistration.v1.APIServiceStatus
apiregistration.v1.APIServiceCondition: type v1.APIServiceConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time~; reason string; message string
apiregistration.v1.APIServiceSpec: service *apiregistration.v1.ServiceReference; group string; version string; insecureSkipTLSVerify bool; caBundle bytes #atomic; groupPriorityMinimum int32+!; versionPriority int32+!
apiregistration.v1.APIServiceStatus: conditions []apiregistration.v1.APIServiceCondition @merge(type) #map(type)
apiregistration.v1.ServiceReference: namespace string; name string; port *int32
apps.v1.ControllerRevision: kind string; apiVersion string; metadata meta.v1.ObjectMeta; data any; revision int64+!
apps.v1.DaemonSet: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec apps.v1.DaemonSetSpec; status apps.v1.DaemonSetStatus
apps.v1.DaemonSetCondition: type v1.DaemonSetConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time; reason string; message string
apps.v1.DaemonSetSpec: selector *meta.v1.LabelSelector+!; template core.v1.PodTemplateSpec+!; updateStrategy apps.v1.DaemonSetUpdateStrategy; minReadySeconds int32; revisionHistoryLimit *int32
apps.v1.DaemonSetStatus: currentNumberScheduled int32+!; numberMisscheduled int32+!; desiredNumberScheduled int32+!; numberReady int32+!; observedGeneration int64; updatedNumberScheduled int32; numberAvailable int32; numberUnavailable int32; collisionCount *int32; conditions []apps.v1.DaemonSetCondition @merge(type) #map(type)
apps.v1.DaemonSetUpdateStrategy: type v1.DaemonSetUpdateStrategyType=string<OnDelete|RollingUpdate>; rollingUpdate *apps.v1.RollingUpdateDaemonSet
apps.v1.Deployment: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec apps.v1.DeploymentSpec; status apps.v1.DeploymentStatus
apps.v1.DeploymentCondition: type v1.DeploymentConditionType=string+!; status v1.ConditionStatus=string+!; lastUpdateTime Time; lastTransitionTime Time; reason string; message string
apps.v1.DeploymentSpec: replicas *int32; selector *meta.v1.LabelSelector+!; template core.v1.PodTemplateSpec+!; strategy apps.v1.DeploymentStrategy @retainKeys; minReadySeconds int32; revisionHistoryLimit *int32; paused bool; progressDeadlineSeconds *int32
apps.v1.DeploymentStatus: observedGeneration int64; replicas int32; updatedReplicas int32; readyReplicas int32; availableReplicas int32; unavailableReplicas int32; terminatingReplicas *int32; conditions []apps.v1.DeploymentCondition @merge(type) #map(type); collisionCount *int32
apps.v1.DeploymentStrategy: type v1.DeploymentStrategyType=string<Recreate|RollingUpdate>; rollingUpdate *apps.v1.RollingUpdateDeployment
apps.v1.ReplicaSet: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec apps.v1.ReplicaSetSpec; status apps.v1.ReplicaSetStatus
apps.v1.ReplicaSetCondition: type v1.ReplicaSetConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time; reason string; message string
apps.v1.ReplicaSetSpec: replicas *int32; minReadySeconds int32; selector *meta.v1.LabelSelector+!; template core.v1.PodTemplateSpec
apps.v1.ReplicaSetStatus: replicas int32+!; fullyLabeledReplicas int32; readyReplicas int32; availableReplicas int32; terminatingReplicas *int32; observedGeneration int64; conditions []apps.v1.ReplicaSetCondition @merge(type) #map(type)
apps.v1.RollingUpdateDaemonSet: maxUnavailable *IntOrString; maxSurge *IntOrString
apps.v1.RollingUpdateDeployment: maxUnavailable *IntOrString; maxSurge *IntOrString
apps.v1.RollingUpdateStatefulSetStrategy: partition *int32; maxUnavailable *IntOrString
apps.v1.StatefulSet: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec apps.v1.StatefulSetSpec; status apps.v1.StatefulSetStatus
apps.v1.StatefulSetCondition: type v1.StatefulSetConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time; reason string; message string
apps.v1.StatefulSetOrdinals: start int32+
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted v1.PersistentVolumeClaimRetentionPolicyType=string; whenScaled v1.PersistentVolumeClaimRetentionPolicyType=string
apps.v1.StatefulSetSpec: replicas *int32; selector *meta.v1.LabelSelector+!; template core.v1.PodTemplateSpec+!; volumeClaimTemplates []core.v1.PersistentVolumeClaim; serviceName string+; podManagementPolicy v1.PodManagementPolicyType=string<OrderedReady|Parallel>; updateStrategy apps.v1.StatefulSetUpdateStrategy; revisionHistoryLimit *int32; minReadySeconds int32; persistentVolumeClaimRetentionPolicy *apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy; ordinals *apps.v1.StatefulSetOrdinals
apps.v1.StatefulSetStatus: observedGeneration int64; replicas int32+!; readyReplicas int32; currentReplicas int32; updatedReplicas int32; currentRevision string; updateRevision string; collisionCount *int32; conditions []apps.v1.StatefulSetCondition @merge(type) #map(type); availableReplicas int32+
apps.v1.StatefulSetUpdateStrategy: type v1.StatefulSetUpdateStrategyType=string<OnDelete|RollingUpdate>; rollingUpdate *apps.v1.RollingUpdateStatefulSetStrategy
autoscaling.v1.CrossVersionObjectReference #atomic: kind string+!; name string+!; apiVersion string
autoscaling.v1.HorizontalPodAutoscaler: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec autoscaling.v1.HorizontalPodAutoscalerSpec; status autoscaling.v1.HorizontalPodAutoscalerStatus
autoscaling.v1.HorizontalPodAutoscalerSpec: scaleTargetRef autoscaling.v1.CrossVersionObjectReference+!; minReplicas *int32; maxReplicas int32+!; targetCPUUtilizationPercentage *int32
autoscaling.v1.HorizontalPodAutoscalerStatus: observedGeneration *int64; lastScaleTime *Time; currentReplicas int32+!; desiredReplicas int32+!; currentCPUUtilizationPercentage *int32
autoscaling.v1.Scale: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec autoscaling.v1.ScaleSpec; status autoscaling.v1.ScaleStatus
autoscaling.v1.ScaleSpec: replicas int32
autoscaling.v1.ScaleStatus: replicas int32+!; selector string
autoscaling.v2.ContainerResourceMetricSource: name v1.ResourceName=string+!; target autoscaling.v2.MetricTarget+!; container string+!
autoscaling.v2.ContainerResourceMetricStatus: name v1.ResourceName=string+!; current autoscaling.v2.MetricValueStatus+!; container string+!
autoscaling.v2.CrossVersionObjectReference: kind string+!; name string+!; apiVersion string
autoscaling.v2.ExternalMetricSource: metric autoscaling.v2.MetricIdentifier+!; target autoscaling.v2.MetricTarget+!
autoscaling.v2.ExternalMetricStatus: metric autoscaling.v2.MetricIdentifier+!; current autoscaling.v2.MetricValueStatus+!
autoscaling.v2.HPAScalingPolicy: type v2.HPAScalingPolicyType=string+!; value int32+!; periodSeconds int32+!
autoscaling.v2.HPAScalingRules: stabilizationWindowSeconds *int32; selectPolicy *v2.ScalingPolicySelect=string; policies []autoscaling.v2.HPAScalingPolicy; tolerance *Quantity
autoscaling.v2.HorizontalPodAutoscaler: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec autoscaling.v2.HorizontalPodAutoscalerSpec; status autoscaling.v2.HorizontalPodAutoscalerStatus
autoscaling.v2.HorizontalPodAutoscalerBehavior: scaleUp *autoscaling.v2.HPAScalingRules; scaleDown *autoscaling.v2.HPAScalingRules
autoscaling.v2.HorizontalPodAutoscalerCondition: type v2.HorizontalPodAutoscalerConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time; reason string; message string
autoscaling.v2.HorizontalPodAutoscalerSpec: scaleTargetRef autoscaling.v2.CrossVersionObjectReference+!; minReplicas *int32; maxReplicas int32+!; metrics []autoscaling.v2.MetricSpec; behavior *autoscaling.v2.HorizontalPodAutoscalerBehavior
autoscaling.v2.HorizontalPodAutoscalerStatus: observedGeneration *int64; lastScaleTime *Time; currentReplicas int32; desiredReplicas int32+!; currentMetrics []autoscaling.v2.MetricStatus+; conditions []autoscaling.v2.HorizontalPodAutoscalerCondition @merge(type) #map(type)
autoscaling.v2.MetricIdentifier: name string+!; selector *meta.v1.LabelSelector
autoscaling.v2.MetricSpec: type v2.MetricSourceType=string+!; object *autoscaling.v2.ObjectMetricSource; pods *autoscaling.v2.PodsMetricSource; resource *autoscaling.v2.ResourceMetricSource; containerResource *autoscaling.v2.ContainerResourceMetricSource; external *autoscaling.v2.ExternalMetricSource
autoscaling.v2.MetricStatus: type v2.MetricSourceType=string+!; object *autoscaling.v2.ObjectMetricStatus; pods *autoscaling.v2.PodsMetricStatus; resource *autoscaling.v2.ResourceMetricStatus; containerResource *autoscaling.v2.ContainerResourceMetricStatus; external *autoscaling.v2.ExternalMetricStatus
autoscaling.v2.MetricTarget: type v2.MetricTargetType=string+!; value *Quantity; averageValue *Quantity; averageUtilization *int32
autoscaling.v2.MetricValueStatus: value *Quantity; averageValue *Quantity; averageUtilization *int32
autoscaling.v2.ObjectMetricSource: describedObject autoscaling.v2.CrossVersionObjectReference+!; target autoscaling.v2.MetricTarget+!; metric autoscaling.v2.MetricIdentifier+!
autoscaling.v2.ObjectMetricStatus: metric autoscaling.v2.MetricIdentifier+!; current autoscaling.v2.MetricValueStatus+!; describedObject autoscaling.v2.CrossVersionObjectReference+!
autoscaling.v2.PodsMetricSource: metric autoscaling.v2.MetricIdentifier+!; target autoscaling.v2.MetricTarget+!
autoscaling.v2.PodsMetricStatus: metric autoscaling.v2.MetricIdentifier+!; current autoscaling.v2.MetricValueStatus+!
autoscaling.v2.ResourceMetricSource: name v1.ResourceName=string+!; target autoscaling.v2.MetricTarget+!
autoscaling.v2.ResourceMetricStatus: name v1.ResourceName=string+!; current autoscaling.v2.MetricValueStatus+!
batch.v1.CronJob: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec batch.v1.CronJobSpec; status batch.v1.CronJobStatus
batch.v1.CronJobSpec: schedule string+!; timeZone *string; startingDeadlineSeconds *int64; concurrencyPolicy v1.ConcurrencyPolicy=string<Allow|Forbid|Replace>; suspend *bool; jobTemplate batch.v1.JobTemplateSpec+!; successfulJobsHistoryLimit *int32; failedJobsHistoryLimit *int32
batch.v1.CronJobStatus: active []core.v1.ObjectReference; lastScheduleTime *Time; lastSuccessfulTime *Time
batch.v1.Job: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec batch.v1.JobSpec; status batch.v1.JobStatus
batch.v1.JobCondition: type v1.JobConditionType=string+!; status v1.ConditionStatus=string+!; lastProbeTime Time; lastTransitionTime Time; reason string; message string
batch.v1.JobSpec: parallelism *int32; completions *int32; activeDeadlineSeconds *int64; podFailurePolicy *batch.v1.PodFailurePolicy; successPolicy *batch.v1.SuccessPolicy; backoffLimit *int32; backoffLimitPerIndex *int32; maxFailedIndexes *int32; selector *meta.v1.LabelSelector; manualSelector *bool; template core.v1.PodTemplateSpec+!; ttlSecondsAfterFinished *int32; completionMode *v1.CompletionMode=string<Indexed|NonIndexed>; suspend *bool; podReplacementPolicy *v1.PodReplacementPolicy=string<Failed|TerminatingOrFailed>; managedBy *string
batch.v1.JobStatus: conditions []batch.v1.JobCondition @merge(type); startTime *Time; completionTime *Time; active int32; succeeded int32; failed int32; terminating *int32; completedIndexes string; failedIndexes *string; uncountedTerminatedPods *batch.v1.UncountedTerminatedPods; ready *int32
batch.v1.JobTemplateSpec: metadata meta.v1.ObjectMeta; spec batch.v1.JobSpec
batch.v1.PodFailurePolicy: rules []batch.v1.PodFailurePolicyRule+!
batch.v1.PodFailurePolicyOnExitCodesRequirement: containerName *string; operator v1.PodFailurePolicyOnExitCodesOperator=string<In|NotIn>+!; values []int32+! #set
batch.v1.PodFailurePolicyOnPodConditionsPattern: type v1.PodConditionType=string+!; status v1.ConditionStatus=string+
batch.v1.PodFailurePolicyRule: action v1.PodFailurePolicyAction=string<Count|FailIndex|FailJob|Ignore>+!; onExitCodes *batch.v1.PodFailurePolicyOnExitCodesRequirement; onPodConditions []batch.v1.PodFailurePolicyOnPodConditionsPattern
batch.v1.SuccessPolicy: rules []batch.v1.SuccessPolicyRule+!
batch.v1.SuccessPolicyRule: succeededIndexes *string; succeededCount *int32
batch.v1.UncountedTerminatedPods: succeeded []types.UID=string #set; failed []types.UID=string #set
coordination.v1.Lease: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec coordination.v1.LeaseSpec
coordination.v1.LeaseSpec: holderIdentity *string; leaseDurationSeconds *int32; acquireTime *MicroTime; renewTime *MicroTime; leaseTransitions *int32; strategy *v1.CoordinatedLeaseStrategy=string; preferredHolder *string
core.v1.AWSElasticBlockStoreVolumeSource: volumeID string+!; fsType string; partition int32; readOnly bool
core.v1.Affinity: nodeAffinity *core.v1.NodeAffinity; podAffinity *core.v1.PodAffinity; podAntiAffinity *core.v1.PodAntiAffinity
core.v1.AppArmorProfile: type v1.AppArmorProfileType=string<Localhost|RuntimeDefault|Unconfined>+!; localhostProfile *string
core.v1.AttachedVolume: name v1.UniqueVolumeName=string+!; devicePath string+!
core.v1.AzureDiskVolumeSource: diskName string+!; diskURI string+!; cachingMode *v1.AzureDataDiskCachingMode=string<None|ReadOnly|ReadWrite>; fsType *string; readOnly *bool; kind *v1.AzureDataDiskKind=string<Dedicated|Managed|Shared>
core.v1.AzureFilePersistentVolumeSource: secretName string+!; shareName string+!; readOnly bool; secretNamespace *string+
core.v1.AzureFileVolumeSource: secretName string+!; shareName string+!; readOnly bool
core.v1.Binding: kind string; apiVersion string; metadata meta.v1.ObjectMeta; target core.v1.ObjectReference+!
core.v1.CSIPersistentVolumeSource: driver string+!; volumeHandle string+!; readOnly bool; fsType string; volumeAttributes map[string]string; controllerPublishSecretRef *core.v1.SecretReference; nodeStageSecretRef *core.v1.SecretReference; nodePublishSecretRef *core.v1.SecretReference; controllerExpandSecretRef *core.v1.SecretReference; nodeExpandSecretRef *core.v1.SecretReference
core.v1.CSIVolumeSource: driver string+!; readOnly *bool; fsType *string; volumeAttributes map[string]string; nodePublishSecretRef *core.v1.LocalObjectReference
core.v1.Capabilities: add []v1.Capability=string; drop []v1.Capability=string
core.v1.CephFSPersistentVolumeSource: monitors []string+!; path string; user string; secretFile string; secretRef *core.v1.SecretReference; readOnly bool
core.v1.CephFSVolumeSource: monitors []string+!; path string; user string; secretFile string; secretRef *core.v1.LocalObjectReference; readOnly bool
core.v1.CinderPersistentVolumeSource: volumeID string+!; fsType string; readOnly bool; secretRef *core.v1.SecretReference
core.v1.CinderVolumeSource: volumeID string+!; fsType string; readOnly bool; secretRef *core.v1.LocalObjectReference
core.v1.ClientIPConfig: timeoutSeconds *int32
core.v1.ClusterTrustBundleProjection: name *string; signerName *string; labelSelector *meta.v1.LabelSelector; optional *bool; path string+!
core.v1.ConfigMap: kind string; apiVersion string; metadata meta.v1.ObjectMeta; immutable *bool; data map[string]string; binaryData map[string]bytes
core.v1.ConfigMapEnvSource: name string ^LocalObjectReference; optional *bool
core.v1.ConfigMapKeySelector #atomic: name string ^LocalObjectReference; key string+!; optional *bool
core.v1.ConfigMapNodeConfigSource: namespace string+!; name string+!; uid types.UID=string; resourceVersion string; kubeletConfigKey string+!
core.v1.ConfigMapProjection: name string ^LocalObjectReference; items []core.v1.KeyToPath; optional *bool
core.v1.ConfigMapVolumeSource: name string ^LocalObjectReference; items []core.v1.KeyToPath; defaultMode *int32; optional *bool
core.v1.Container: name string+!; image string; command []string; args []string; workingDir string; ports []core.v1.ContainerPort @merge(containerPort) #map(containerPort/protocol); envFrom []core.v1.EnvFromSource; env []core.v1.EnvVar @merge(name) #map(name); resources core.v1.ResourceRequirements; resizePolicy []core.v1.ContainerResizePolicy; restartPolicy *v1.ContainerRestartPolicy=string; restartPolicyRules []core.v1.ContainerRestartRule; volumeMounts []core.v1.VolumeMount @merge(mountPath) #map(mountPath); volumeDevices []core.v1.VolumeDevice @merge(devicePath) #map(devicePath); livenessProbe *core.v1.Probe; readinessProbe *core.v1.Probe; startupProbe *core.v1.Probe; lifecycle *core.v1.Lifecycle; terminationMessagePath string; terminationMessagePolicy v1.TerminationMessagePolicy=string<FallbackToLogsOnError|File>; imagePullPolicy v1.PullPolicy=string<Always|IfNotPresent|Never>; securityContext *core.v1.SecurityContext; stdin bool; stdinOnce bool; tty bool
core.v1.ContainerExtendedResourceRequest: containerName string+!; resourceName string+!; requestName string+!
core.v1.ContainerImage: names []string+; sizeBytes int64
core.v1.ContainerPort: name string; hostPort int32; containerPort int32+!; protocol v1.Protocol=string<SCTP|TCP|UDP>; hostIP string
core.v1.ContainerResizePolicy: resourceName v1.ResourceName=string+!; restartPolicy v1.ResourceResizeRestartPolicy=string+!
core.v1.ContainerRestartRule: action v1.ContainerRestartRuleAction=string!; exitCodes *core.v1.ContainerRestartRuleOnExitCodes
core.v1.ContainerRestartRuleOnExitCodes: operator v1.ContainerRestartRuleOnExitCodesOperator=string!; values []int32 #set
core.v1.ContainerState: waiting *core.v1.ContainerStateWaiting; running *core.v1.ContainerStateRunning; terminated *core.v1.ContainerStateTerminated
core.v1.ContainerStateRunning: startedAt Time
core.v1.ContainerStateTerminated: exitCode int32+!; signal int32; reason string; message string; startedAt Time; finishedAt Time; containerID string
core.v1.ContainerStateWaiting: reason string; message string
core.v1.ContainerStatus: name string+!; state core.v1.ContainerState; lastState core.v1.ContainerState; ready bool+!; restartCount int32+!; image string+!; imageID string+!; containerID string; started *bool; allocatedResources v1.ResourceList=map[v1.ResourceName=string]Quantity; resources *core.v1.ResourceRequirements; volumeMounts []core.v1.VolumeMountStatus @merge(mountPath) #map(mountPath); user *core.v1.ContainerUser; allocatedResourcesStatus []core.v1.ResourceStatus @merge(name) #map(name); stopSignal *v1.Signal=string<SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ>
core.v1.ContainerUser: linux *core.v1.LinuxContainerUser
core.v1.DaemonEndpoint: Port int32+!
core.v1.DownwardAPIProjection: items []core.v1.DownwardAPIVolumeFile
core.v1.DownwardAPIVolumeFile: path string+!; fieldRef *core.v1.ObjectFieldSelector; resourceFieldRef *core.v1.ResourceFieldSelector; mode *int32
core.v1.DownwardAPIVolumeSource: items []core.v1.DownwardAPIVolumeFile; defaultMode *int32
core.v1.EmptyDirVolumeSource: medium v1.StorageMedium=string; sizeLimit *Quantity
core.v1.EndpointAddress #atomic: ip string+!; hostname string; nodeName *string; targetRef *core.v1.ObjectReference
core.v1.EndpointPort #atomic: name string; port int32+!; protocol v1.Protocol=string<SCTP|TCP|UDP>; appProtocol *string
core.v1.EndpointSubset: addresses []core.v1.EndpointAddress; notReadyAddresses []core.v1.EndpointAddress; ports []core.v1.EndpointPort
core.v1.Endpoints: kind string; apiVersion string; metadata meta.v1.ObjectMeta; subsets []core.v1.EndpointSubset
core.v1.EnvFromSource: prefix string; configMapRef *core.v1.ConfigMapEnvSource; secretRef *core.v1.SecretEnvSource
core.v1.EnvVar: name string+!; value string; valueFrom *core.v1.EnvVarSource
core.v1.EnvVarSource: fieldRef *core.v1.ObjectFieldSelector; resourceFieldRef *core.v1.ResourceFieldSelector; configMapKeyRef *core.v1.ConfigMapKeySelector; secretKeyRef *core.v1.SecretKeySelector; fileKeyRef *core.v1.FileKeySelector
core.v1.EphemeralContainer: name string+! ^EphemeralContainerCommon; image string ^EphemeralContainerCommon; command []string ^EphemeralContainerCommon; args []string ^EphemeralContainerCommon; workingDir string ^EphemeralContainerCommon; ports []core.v1.ContainerPort @merge(containerPort) #map(containerPort/protocol) ^EphemeralContainerCommon; envFrom []core.v1.EnvFromSource ^EphemeralContainerCommon; env []core.v1.EnvVar @merge(name) #map(name) ^EphemeralContainerCommon; resources core.v1.ResourceRequirements ^EphemeralContainerCommon; resizePolicy []core.v1.ContainerResizePolicy ^EphemeralContainerCommon; restartPolicy *v1.ContainerRestartPolicy=string ^EphemeralContainerCommon; restartPolicyRules []core.v1.ContainerRestartRule ^EphemeralContainerCommon; volumeMounts []core.v1.VolumeMount @merge(mountPath) #map(mountPath) ^EphemeralContainerCommon; volumeDevices []core.v1.VolumeDevice @merge(devicePath) #map(devicePath) ^EphemeralContainerCommon; livenessProbe *core.v1.Probe ^EphemeralContainerCommon; readinessProbe *core.v1.Probe ^EphemeralContainerCommon; startupProbe *core.v1.Probe ^EphemeralContainerCommon; lifecycle *core.v1.Lifecycle ^EphemeralContainerCommon; terminationMessagePath string ^EphemeralContainerCommon; terminationMessagePolicy v1.TerminationMessagePolicy=string<FallbackToLogsOnError|File> ^EphemeralContainerCommon; imagePullPolicy v1.PullPolicy=string<Always|IfNotPresent|Never> ^EphemeralContainerCommon; securityContext *core.v1.SecurityContext ^EphemeralContainerCommon; stdin bool ^EphemeralContainerCommon; stdinOnce bool ^EphemeralContainerCommon; tty bool ^EphemeralContainerCommon; targetContainerName string
core.v1.EphemeralVolumeSource: volumeClaimTemplate *core.v1.PersistentVolumeClaimTemplate
core.v1.Event: kind string; apiVersion string; metadata meta.v1.ObjectMeta+!; involvedObject core.v1.ObjectReference+!; reason string; message string; source core.v1.EventSource; firstTimestamp Time; lastTimestamp Time; count int32; type string; eventTime MicroTime; series *core.v1.EventSeries; action string; related *core.v1.ObjectReference; reportingComponent string+; reportingInstance string+
core.v1.EventSeries: count int32; lastObservedTime MicroTime
core.v1.EventSource: component string; host string
core.v1.ExecAction: command []string
core.v1.FCVolumeSource: targetWWNs []string; lun *int32; fsType string; readOnly bool; wwids []string
core.v1.FileKeySelector #atomic: volumeName string+!; path string+!; key string+!; optional *bool
core.v1.FlexPersistentVolumeSource: driver string+!; fsType string; secretRef *core.v1.SecretReference; readOnly bool; options map[string]string
core.v1.FlexVolumeSource: driver string+!; fsType string; secretRef *core.v1.LocalObjectReference; readOnly bool; options map[string]string
core.v1.FlockerVolumeSource: datasetName string; datasetUUID string
core.v1.GCEPersistentDiskVolumeSource: pdName string+!; fsType string; partition int32; readOnly bool
core.v1.GRPCAction: port int32+!; service *string+
core.v1.GitRepoVolumeSource: repository string+!; revision string; directory string
core.v1.GlusterfsPersistentVolumeSource: endpoints string+!; path string+!; readOnly bool; endpointsNamespace *string
core.v1.GlusterfsVolumeSource: endpoints string+!; path string+!; readOnly bool
core.v1.HTTPGetAction: path string; port IntOrString+!; host string; scheme v1.URIScheme=string<HTTP|HTTPS>; httpHeaders []core.v1.HTTPHeader
core.v1.HTTPHeader: name string+!; value string+!
core.v1.HostAlias: ip string+!; hostnames []string
core.v1.HostIP: ip string+!
core.v1.HostPathVolumeSource: path string+!; type *v1.HostPathType=string<|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket>
core.v1.ISCSIPersistentVolumeSource: targetPortal string+!; iqn string+!; lun int32+!; iscsiInterface string; fsType string; readOnly bool; portals []string; chapAuthDiscovery bool; chapAuthSession bool; secretRef *core.v1.SecretReference; initiatorName *string
core.v1.ISCSIVolumeSource: targetPortal string+!; iqn string+!; lun int32+!; iscsiInterface string; fsType string; readOnly bool; portals []string; chapAuthDiscovery bool; chapAuthSession bool; secretRef *core.v1.LocalObjectReference; initiatorName *string
core.v1.ImageVolumeSource: reference string; pullPolicy v1.PullPolicy=string<Always|IfNotPresent|Never>
core.v1.KeyToPath: key string+!; path string+!; mode *int32
core.v1.Lifecycle: postStart *core.v1.LifecycleHandler; preStop *core.v1.LifecycleHandler; stopSignal *v1.Signal=string<SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ>
core.v1.LifecycleHandler: exec *core.v1.ExecAction; httpGet *core.v1.HTTPGetAction; tcpSocket *core.v1.TCPSocketAction; sleep *core.v1.SleepAction
core.v1.LimitRange: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.LimitRangeSpec
core.v1.LimitRangeItem: type v1.LimitType=string+!; max v1.ResourceList=map[v1.ResourceName=string]Quantity; min v1.ResourceList=map[v1.ResourceName=string]Quantity; default v1.ResourceList=map[v1.ResourceName=string]Quantity; defaultRequest v1.ResourceList=map[v1.ResourceName=string]Quantity; maxLimitRequestRatio v1.ResourceList=map[v1.ResourceName=string]Quantity
core.v1.LimitRangeSpec: limits []core.v1.LimitRangeItem+!
core.v1.LinuxContainerUser: uid int64+!; gid int64+!; supplementalGroups []int64
core.v1.LoadBalancerIngress: ip string; hostname string; ipMode *v1.LoadBalancerIPMode=string; ports []core.v1.PortStatus
core.v1.LoadBalancerStatus: ingress []core.v1.LoadBalancerIngress
core.v1.LocalObjectReference #atomic: name string
core.v1.LocalVolumeSource: path string+!; fsType *string
core.v1.ModifyVolumeStatus: targetVolumeAttributesClassName string; status v1.PersistentVolumeClaimModifyVolumeStatus=string<InProgress|Infeasible|Pending>+!
core.v1.NFSVolumeSource: server string+!; path string+!; readOnly bool
core.v1.Namespace: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.NamespaceSpec; status core.v1.NamespaceStatus
core.v1.NamespaceCondition: type v1.NamespaceConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time; reason string; message string
core.v1.NamespaceSpec: finalizers []v1.FinalizerName=string
core.v1.NamespaceStatus: phase v1.NamespacePhase=string<Active|Terminating>; conditions []core.v1.NamespaceCondition @merge(type) #map(type)
core.v1.Node: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.NodeSpec; status core.v1.NodeStatus
core.v1.NodeAddress: type v1.NodeAddressType=string+!; address string+!
core.v1.NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution *core.v1.NodeSelector; preferredDuringSchedulingIgnoredDuringExecution []core.v1.PreferredSchedulingTerm
core.v1.NodeCondition: type v1.NodeConditionType=string+!; status v1.ConditionStatus=string+!; lastHeartbeatTime Time; lastTransitionTime Time; reason string; message string
core.v1.NodeConfigSource: configMap *core.v1.ConfigMapNodeConfigSource
core.v1.NodeConfigStatus: assigned *core.v1.NodeConfigSource; active *core.v1.NodeConfigSource; lastKnownGood *core.v1.NodeConfigSource; error string
core.v1.NodeDaemonEndpoints: kubeletEndpoint core.v1.DaemonEndpoint
core.v1.NodeFeatures: supplementalGroupsPolicy *bool
core.v1.NodeRuntimeHandler: name string+; features *core.v1.NodeRuntimeHandlerFeatures
core.v1.NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts *bool; userNamespaces *bool
core.v1.NodeSelector #atomic: nodeSelectorTerms []core.v1.NodeSelectorTerm+!
core.v1.NodeSelectorRequirement: key string+!; operator v1.NodeSelectorOperator=string<DoesNotExist|Exists|Gt|In|Lt|NotIn>+!; values []string
core.v1.NodeSelectorTerm #atomic: matchExpressions []core.v1.NodeSelectorRequirement; matchFields []core.v1.NodeSelectorRequirement
core.v1.NodeSpec: podCIDR string; podCIDRs []string @merge #set; providerID string; unschedulable bool; taints []core.v1.Taint; configSource *core.v1.NodeConfigSource; externalID string
core.v1.NodeStatus: capacity v1.ResourceList=map[v1.ResourceName=string]Quantity; allocatable v1.ResourceList=map[v1.ResourceName=string]Quantity; phase v1.NodePhase=string<Pending|Running|Terminated>; conditions []core.v1.NodeCondition @merge(type) #map(type); addresses []core.v1.NodeAddress @merge(type) #map(type); daemonEndpoints core.v1.NodeDaemonEndpoints; nodeInfo core.v1.NodeSystemInfo; images []core.v1.ContainerImage; volumesInUse []v1.UniqueVolumeName=string; volumesAttached []core.v1.AttachedVolume; config *core.v1.NodeConfigStatus; runtimeHandlers []core.v1.NodeRuntimeHandler; features *core.v1.NodeFeatures; declaredFeatures []string
core.v1.NodeSwapStatus: capacity *int64
core.v1.NodeSystemInfo: machineID string+!; systemUUID string+!; bootID string+!; kernelVersion string+!; osImage string+!; containerRuntimeVersion string+!; kubeletVersion string+!; kubeProxyVersion string+!; operatingSystem string+!; architecture string+!; swap *core.v1.NodeSwapStatus
core.v1.ObjectFieldSelector #atomic: apiVersion string; fieldPath string+!
core.v1.ObjectReference #atomic: kind string; namespace string; name string; uid types.UID=string; apiVersion string; resourceVersion string; fieldPath string
core.v1.PersistentVolume: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.PersistentVolumeSpec; status core.v1.PersistentVolumeStatus
core.v1.PersistentVolumeClaim: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.PersistentVolumeClaimSpec; status core.v1.PersistentVolumeClaimStatus
core.v1.PersistentVolumeClaimCondition: type v1.PersistentVolumeClaimConditionType=string+!; status v1.ConditionStatus=string+!; lastProbeTime Time; lastTransitionTime Time; reason string; message string
core.v1.PersistentVolumeClaimSpec: accessModes []v1.PersistentVolumeAccessMode=string<ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod>; selector *meta.v1.LabelSelector; resources core.v1.VolumeResourceRequirements; volumeName string; storageClassName *string; volumeMode *v1.PersistentVolumeMode=string<Block|Filesystem>; dataSource *core.v1.TypedLocalObjectReference; dataSourceRef *core.v1.TypedObjectReference; volumeAttributesClassName *string
core.v1.PersistentVolumeClaimStatus: phase v1.PersistentVolumeClaimPhase=string<Bound|Lost|Pending>; accessModes []v1.PersistentVolumeAccessMode=string<ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod>; capacity v1.ResourceList=map[v1.ResourceName=string]Quantity; conditions []core.v1.PersistentVolumeClaimCondition @merge(type) #map(type); allocatedResources v1.ResourceList=map[v1.ResourceName=string]Quantity; allocatedResourceStatuses map[v1.ResourceName=string]v1.ClaimResourceStatus=string; currentVolumeAttributesClassName *string; modifyVolumeStatus *core.v1.ModifyVolumeStatus
core.v1.PersistentVolumeClaimTemplate: metadata meta.v1.ObjectMeta; spec core.v1.PersistentVolumeClaimSpec+!
core.v1.PersistentVolumeClaimVolumeSource: claimName string+!; readOnly bool
core.v1.PersistentVolumeSpec: capacity v1.ResourceList=map[v1.ResourceName=string]Quantity; gcePersistentDisk *core.v1.GCEPersistentDiskVolumeSource ^PersistentVolumeSource; awsElasticBlockStore *core.v1.AWSElasticBlockStoreVolumeSource ^PersistentVolumeSource; hostPath *core.v1.HostPathVolumeSource ^PersistentVolumeSource; glusterfs *core.v1.GlusterfsPersistentVolumeSource ^PersistentVolumeSource; nfs *core.v1.NFSVolumeSource ^PersistentVolumeSource; rbd *core.v1.RBDPersistentVolumeSource ^PersistentVolumeSource; iscsi *core.v1.ISCSIPersistentVolumeSource ^PersistentVolumeSource; cinder *core.v1.CinderPersistentVolumeSource ^PersistentVolumeSource; cephfs *core.v1.CephFSPersistentVolumeSource ^PersistentVolumeSource; fc *core.v1.FCVolumeSource ^PersistentVolumeSource; flocker *core.v1.FlockerVolumeSource ^PersistentVolumeSource; flexVolume *core.v1.FlexPersistentVolumeSource ^PersistentVolumeSource; azureFile *core.v1.AzureFilePersistentVolumeSource ^PersistentVolumeSource; vsphereVolume *core.v1.VsphereVirtualDiskVolumeSource ^PersistentVolumeSource; quobyte *core.v1.QuobyteVolumeSource ^PersistentVolumeSource; azureDisk *core.v1.AzureDiskVolumeSource ^PersistentVolumeSource; photonPersistentDisk *core.v1.PhotonPersistentDiskVolumeSource ^PersistentVolumeSource; portworxVolume *core.v1.PortworxVolumeSource ^PersistentVolumeSource; scaleIO *core.v1.ScaleIOPersistentVolumeSource ^PersistentVolumeSource; local *core.v1.LocalVolumeSource ^PersistentVolumeSource; storageos *core.v1.StorageOSPersistentVolumeSource ^PersistentVolumeSource; csi *core.v1.CSIPersistentVolumeSource ^PersistentVolumeSource; accessModes []v1.PersistentVolumeAccessMode=string<ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod>; claimRef *core.v1.ObjectReference; persistentVolumeReclaimPolicy v1.PersistentVolumeReclaimPolicy=string<Delete|Recycle|Retain>; storageClassName string; mountOptions []string; volumeMode *v1.PersistentVolumeMode=string<Block|Filesystem>; nodeAffinity *core.v1.VolumeNodeAffinity; volumeAttributesClassName *string
core.v1.PersistentVolumeStatus: phase v1.PersistentVolumePhase=string<Available|Bound|Failed|Pending|Released>; message string; reason string; lastPhaseTransitionTime *Time
core.v1.PhotonPersistentDiskVolumeSource: pdID string+!; fsType string
core.v1.Pod: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.PodSpec; status core.v1.PodStatus
core.v1.PodAffinity: requiredDuringSchedulingIgnoredDuringExecution []core.v1.PodAffinityTerm; preferredDuringSchedulingIgnoredDuringExecution []core.v1.WeightedPodAffinityTerm
core.v1.PodAffinityTerm: labelSelector *meta.v1.LabelSelector; namespaces []string; topologyKey string+!; namespaceSelector *meta.v1.LabelSelector; matchLabelKeys []string; mismatchLabelKeys []string
core.v1.PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution []core.v1.PodAffinityTerm; preferredDuringSchedulingIgnoredDuringExecution []core.v1.WeightedPodAffinityTerm
core.v1.PodCertificateProjection: signerName string!; keyType string!; maxExpirationSeconds *int32; credentialBundlePath string; keyPath string; certificateChainPath string; userAnnotations map[string]string
core.v1.PodCondition: type v1.PodConditionType=string+!; observedGeneration int64; status v1.ConditionStatus=string+!; lastProbeTime Time; lastTransitionTime Time; reason string; message string
core.v1.PodDNSConfig: nameservers []string; searches []string; options []core.v1.PodDNSConfigOption
core.v1.PodDNSConfigOption: name string; value *string
core.v1.PodExtendedResourceClaimStatus: requestMappings []core.v1.ContainerExtendedResourceRequest+!; resourceClaimName string+!
core.v1.PodIP: ip string+!
core.v1.PodOS: name v1.OSName=string+!
core.v1.PodReadinessGate: conditionType v1.PodConditionType=string+!
core.v1.PodResourceClaim: name string+!; resourceClaimName *string; resourceClaimTemplateName *string
core.v1.PodResourceClaimStatus: name string+!; resourceClaimName *string
core.v1.PodSchedulingGate: name string+!
core.v1.PodSecurityContext: seLinuxOptions *core.v1.SELinuxOptions; windowsOptions *core.v1.WindowsSecurityContextOptions; runAsUser *int64; runAsGroup *int64; runAsNonRoot *bool; supplementalGroups []int64; supplementalGroupsPolicy *v1.SupplementalGroupsPolicy=string<Merge|Strict>; fsGroup *int64; sysctls []core.v1.Sysctl; fsGroupChangePolicy *v1.PodFSGroupChangePolicy=string<Always|OnRootMismatch>; seccompProfile *core.v1.SeccompProfile; appArmorProfile *core.v1.AppArmorProfile; seLinuxChangePolicy *v1.PodSELinuxChangePolicy=string
core.v1.PodSpec: volumes []core.v1.Volume @merge(name) @retainKeys #map(name); initContainers []core.v1.Container @merge(name) #map(name); containers []core.v1.Container+! @merge(name) #map(name); ephemeralContainers []core.v1.EphemeralContainer @merge(name) #map(name); restartPolicy v1.RestartPolicy=string<Always|Never|OnFailure>; terminationGracePeriodSeconds *int64; activeDeadlineSeconds *int64; dnsPolicy v1.DNSPolicy=string<ClusterFirst|ClusterFirstWithHostNet|Default|None>; nodeSelector map[string]string #atomic; serviceAccountName string; serviceAccount string; automountServiceAccountToken *bool; nodeName string; hostNetwork bool; hostPID bool; hostIPC bool; shareProcessNamespace *bool; securityContext *core.v1.PodSecurityContext; imagePullSecrets []core.v1.LocalObjectReference @merge(name) #map(name); hostname string; subdomain string; affinity *core.v1.Affinity; schedulerName string; tolerations []core.v1.Toleration; hostAliases []core.v1.HostAlias @merge(ip) #map(ip); priorityClassName string; priority *int32; dnsConfig *core.v1.PodDNSConfig; readinessGates []core.v1.PodReadinessGate; runtimeClassName *string; enableServiceLinks *bool; preemptionPolicy *v1.PreemptionPolicy=string<Never|PreemptLowerPriority>; overhead v1.ResourceList=map[v1.ResourceName=string]Quantity; topologySpreadConstraints []core.v1.TopologySpreadConstraint @merge(topologyKey) #map(topologyKey/whenUnsatisfiable); setHostnameAsFQDN *bool; os *core.v1.PodOS; hostUsers *bool; schedulingGates []core.v1.PodSchedulingGate @merge(name) #map(name); resourceClaims []core.v1.PodResourceClaim @merge(name) @retainKeys #map(name); resources *core.v1.ResourceRequirements; hostnameOverride *string; workloadRef *core.v1.WorkloadReference
core.v1.PodStatus: observedGeneration int64; phase v1.PodPhase=string<Failed|Pending|Running|Succeeded|Unknown>; conditions []core.v1.PodCondition @merge(type) #map(type); message string; reason string; nominatedNodeName string; hostIP string; hostIPs []core.v1.HostIP @merge(ip); podIP string; podIPs []core.v1.PodIP @merge(ip) #map(ip); startTime *Time; initContainerStatuses []core.v1.ContainerStatus; containerStatuses []core.v1.ContainerStatus; qosClass v1.PodQOSClass=string<BestEffort|Burstable|Guaranteed>; ephemeralContainerStatuses []core.v1.ContainerStatus; resize v1.PodResizeStatus=string; resourceClaimStatuses []core.v1.PodResourceClaimStatus @merge(name) @retainKeys #map(name); extendedResourceClaimStatus *core.v1.PodExtendedResourceClaimStatus; allocatedResources v1.ResourceList=map[v1.ResourceName=string]Quantity; resources *core.v1.ResourceRequirements
core.v1.PodTemplate: kind string; apiVersion string; metadata meta.v1.ObjectMeta; template core.v1.PodTemplateSpec
core.v1.PodTemplateSpec: metadata meta.v1.ObjectMeta; spec core.v1.PodSpec
core.v1.PortStatus: port int32+!; protocol v1.Protocol=string<SCTP|TCP|UDP>+!; error *string
core.v1.PortworxVolumeSource: volumeID string+!; fsType string; readOnly bool
core.v1.PreferredSchedulingTerm: weight int32+!; preference core.v1.NodeSelectorTerm+!
core.v1.Probe: exec *core.v1.ExecAction ^ProbeHandler; httpGet *core.v1.HTTPGetAction ^ProbeHandler; tcpSocket *core.v1.TCPSocketAction ^ProbeHandler; grpc *core.v1.GRPCAction ^ProbeHandler; initialDelaySeconds int32; timeoutSeconds int32; periodSeconds int32; successThreshold int32; failureThreshold int32; terminationGracePeriodSeconds *int64
core.v1.ProjectedVolumeSource: sources []core.v1.VolumeProjection+; defaultMode *int32
core.v1.QuobyteVolumeSource: registry string+!; volume string+!; readOnly bool; user string; group string; tenant string
core.v1.RBDPersistentVolumeSource: monitors []string+!; image string+!; fsType string; pool string; user string; keyring string; secretRef *core.v1.SecretReference; readOnly bool
core.v1.RBDVolumeSource: monitors []string+!; image string+!; fsType string; pool string; user string; keyring string; secretRef *core.v1.LocalObjectReference; readOnly bool
core.v1.ReplicationController: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.ReplicationControllerSpec; status core.v1.ReplicationControllerStatus
core.v1.ReplicationControllerCondition: type v1.ReplicationControllerConditionType=string+!; status v1.ConditionStatus=string+!; lastTransitionTime Time; reason string; message string
core.v1.ReplicationControllerSpec: replicas *int32; minReadySeconds int32; selector map[string]string #atomic; template *core.v1.PodTemplateSpec
core.v1.ReplicationControllerStatus: replicas int32+!; fullyLabeledReplicas int32; readyReplicas int32; availableReplicas int32; observedGeneration int64; conditions []core.v1.ReplicationControllerCondition @merge(type) #map(type)
core.v1.ResourceClaim: name string+!; request string
core.v1.ResourceFieldSelector #atomic: containerName string; resource string+!; divisor Quantity
core.v1.ResourceHealth: resourceID v1.ResourceID=string+!; health v1.ResourceHealthStatus=string
core.v1.ResourceQuota: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.ResourceQuotaSpec; status core.v1.ResourceQuotaStatus
core.v1.ResourceQuotaSpec: hard v1.ResourceList=map[v1.ResourceName=string]Quantity; scopes []v1.ResourceQuotaScope=string<BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass>; scopeSelector *core.v1.ScopeSelector
core.v1.ResourceQuotaStatus: hard v1.ResourceList=map[v1.ResourceName=string]Quantity; used v1.ResourceList=map[v1.ResourceName=string]Quantity
core.v1.ResourceRequirements: limits v1.ResourceList=map[v1.ResourceName=string]Quantity; requests v1.ResourceList=map[v1.ResourceName=string]Quantity; claims []core.v1.ResourceClaim #map(name)
core.v1.ResourceStatus: name v1.ResourceName=string+!; resources []core.v1.ResourceHealth #map(resourceID)
core.v1.SELinuxOptions: user string; role string; type string; level string
core.v1.ScaleIOPersistentVolumeSource: gateway string+!; system string+!; secretRef *core.v1.SecretReference+!; sslEnabled bool; protectionDomain string; storagePool string; storageMode string; volumeName string; fsType string; readOnly bool
core.v1.ScaleIOVolumeSource: gateway string+!; system string+!; secretRef *core.v1.LocalObjectReference+!; sslEnabled bool; protectionDomain string; storagePool string; storageMode string; volumeName string; fsType string; readOnly bool
core.v1.ScopeSelector #atomic: matchExpressions []core.v1.ScopedResourceSelectorRequirement
core.v1.ScopedResourceSelectorRequirement: scopeName v1.ResourceQuotaScope=string<BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass>+!; operator v1.ScopeSelectorOperator=string<DoesNotExist|Exists|In|NotIn>+!; values []string
core.v1.SeccompProfile: type v1.SeccompProfileType=string<Localhost|RuntimeDefault|Unconfined>+!; localhostProfile *string
core.v1.Secret: kind string; apiVersion string; metadata meta.v1.ObjectMeta; immutable *bool; data map[string]bytes; stringData map[string]string; type v1.SecretType=string
core.v1.SecretEnvSource: name string ^LocalObjectReference; optional *bool
core.v1.SecretKeySelector #atomic: name string ^LocalObjectReference; key string+!; optional *bool
core.v1.SecretProjection: name string ^LocalObjectReference; items []core.v1.KeyToPath; optional *bool
core.v1.SecretReference #atomic: name string; namespace string
core.v1.SecretVolumeSource: secretName string; items []core.v1.KeyToPath; defaultMode *int32; optional *bool
core.v1.SecurityContext: capabilities *core.v1.Capabilities; privileged *bool; seLinuxOptions *core.v1.SELinuxOptions; windowsOptions *core.v1.WindowsSecurityContextOptions; runAsUser *int64; runAsGroup *int64; runAsNonRoot *bool; readOnlyRootFilesystem *bool; allowPrivilegeEscalation *bool; procMount *v1.ProcMountType=string<Default|Unmasked>; seccompProfile *core.v1.SeccompProfile; appArmorProfile *core.v1.AppArmorProfile
core.v1.Service: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec core.v1.ServiceSpec; status core.v1.ServiceStatus
core.v1.ServiceAccount: kind string; apiVersion string; metadata meta.v1.ObjectMeta; secrets []core.v1.ObjectReference @merge(name) #map(name); imagePullSecrets []core.v1.LocalObjectReference; automountServiceAccountToken *bool
core.v1.ServiceAccountTokenProjection: audience string; expirationSeconds *int64; path string+!
core.v1.ServicePort: name string; protocol v1.Protocol=string<SCTP|TCP|UDP>; appProtocol *string; port int32+!; targetPort IntOrString; nodePort int32
core.v1.ServiceSpec: ports []core.v1.ServicePort @merge(port) #map(port/protocol); selector map[string]string #atomic; clusterIP string; clusterIPs []string; type v1.ServiceType=string<ClusterIP|ExternalName|LoadBalancer|NodePort>; externalIPs []string; sessionAffinity v1.ServiceAffinity=string<ClientIP|None>; loadBalancerIP string; loadBalancerSourceRanges []string; externalName string; externalTrafficPolicy v1.ServiceExternalTrafficPolicy=string<Cluster|Local>; healthCheckNodePort int32; publishNotReadyAddresses bool; sessionAffinityConfig *core.v1.SessionAffinityConfig; ipFamilies []v1.IPFamily=string<|IPv4|IPv6>; ipFamilyPolicy *v1.IPFamilyPolicy=string<PreferDualStack|RequireDualStack|SingleStack>; allocateLoadBalancerNodePorts *bool; loadBalancerClass *string; internalTrafficPolicy *v1.ServiceInternalTrafficPolicy=string<Cluster|Local>; trafficDistribution *string
core.v1.ServiceStatus: loadBalancer core.v1.LoadBalancerStatus; conditions []meta.v1.Condition @merge(type) #map(type)
core.v1.SessionAffinityConfig: clientIP *core.v1.ClientIPConfig
core.v1.SleepAction: seconds int64+!
core.v1.StorageOSPersistentVolumeSource: volumeName string; volumeNamespace string; fsType string; readOnly bool; secretRef *core.v1.ObjectReference
core.v1.StorageOSVolumeSource: volumeName string; volumeNamespace string; fsType string; readOnly bool; secretRef *core.v1.LocalObjectReference
core.v1.Sysctl: name string+!; value string+!
core.v1.TCPSocketAction: port IntOrString+!; host string
core.v1.Taint: key string+!; value string; effect v1.TaintEffect=string<NoExecute|NoSchedule|PreferNoSchedule>+!; timeAdded *Time
core.v1.Toleration: key string; operator v1.TolerationOperator=string<Equal|Exists|Gt|Lt>; value string; effect v1.TaintEffect=string<NoExecute|NoSchedule|PreferNoSchedule>; tolerationSeconds *int64
core.v1.TopologySelectorLabelRequirement: key string+!; values []string+!
core.v1.TopologySelectorTerm #atomic: matchLabelExpressions []core.v1.TopologySelectorLabelRequirement
core.v1.TopologySpreadConstraint: maxSkew int32+!; topologyKey string+!; whenUnsatisfiable v1.UnsatisfiableConstraintAction=string<DoNotSchedule|ScheduleAnyway>+!; labelSelector *meta.v1.LabelSelector; minDomains *int32; nodeAffinityPolicy *v1.NodeInclusionPolicy=string<Honor|Ignore>; nodeTaintsPolicy *v1.NodeInclusionPolicy=string<Honor|Ignore>; matchLabelKeys []string
core.v1.TypedLocalObjectReference #atomic: apiGroup *string+; kind string+!; name string+!
core.v1.TypedObjectReference: apiGroup *string+; kind string+!; name string+!; namespace *string
core.v1.Volume: name string+!; hostPath *core.v1.HostPathVolumeSource ^VolumeSource; emptyDir *core.v1.EmptyDirVolumeSource ^VolumeSource; gcePersistentDisk *core.v1.GCEPersistentDiskVolumeSource ^VolumeSource; awsElasticBlockStore *core.v1.AWSElasticBlockStoreVolumeSource ^VolumeSource; gitRepo *core.v1.GitRepoVolumeSource ^VolumeSource; secret *core.v1.SecretVolumeSource ^VolumeSource; nfs *core.v1.NFSVolumeSource ^VolumeSource; iscsi *core.v1.ISCSIVolumeSource ^VolumeSource; glusterfs *core.v1.GlusterfsVolumeSource ^VolumeSource; persistentVolumeClaim *core.v1.PersistentVolumeClaimVolumeSource ^VolumeSource; rbd *core.v1.RBDVolumeSource ^VolumeSource; flexVolume *core.v1.FlexVolumeSource ^VolumeSource; cinder *core.v1.CinderVolumeSource ^VolumeSource; cephfs *core.v1.CephFSVolumeSource ^VolumeSource; flocker *core.v1.FlockerVolumeSource ^VolumeSource; downwardAPI *core.v1.DownwardAPIVolumeSource ^VolumeSource; fc *core.v1.FCVolumeSource ^VolumeSource; azureFile *core.v1.AzureFileVolumeSource ^VolumeSource; configMap *core.v1.ConfigMapVolumeSource ^VolumeSource; vsphereVolume *core.v1.VsphereVirtualDiskVolumeSource ^VolumeSource; quobyte *core.v1.QuobyteVolumeSource ^VolumeSource; azureDisk *core.v1.AzureDiskVolumeSource ^VolumeSource; photonPersistentDisk *core.v1.PhotonPersistentDiskVolumeSource ^VolumeSource; projected *core.v1.ProjectedVolumeSource ^VolumeSource; portworxVolume *core.v1.PortworxVolumeSource ^VolumeSource; scaleIO *core.v1.ScaleIOVolumeSource ^VolumeSource; storageos *core.v1.StorageOSVolumeSource ^VolumeSource; csi *core.v1.CSIVolumeSource ^VolumeSource; ephemeral *core.v1.EphemeralVolumeSource ^VolumeSource; image *core.v1.ImageVolumeSource ^VolumeSource
core.v1.VolumeDevice: name string+!; devicePath string+!
core.v1.VolumeMount: name string+!; readOnly bool; recursiveReadOnly *v1.RecursiveReadOnlyMode=string; mountPath string+!; subPath string; mountPropagation *v1.MountPropagationMode=string<Bidirectional|HostToContainer|None>; subPathExpr string
core.v1.VolumeMountStatus: name string+!; mountPath string+!; readOnly bool; recursiveReadOnly *v1.RecursiveReadOnlyMode=string
core.v1.VolumeNodeAffinity: required *core.v1.NodeSelector
core.v1.VolumeProjection: secret *core.v1.SecretProjection; downwardAPI *core.v1.DownwardAPIProjection; configMap *core.v1.ConfigMapProjection; serviceAccountToken *core.v1.ServiceAccountTokenProjection; clusterTrustBundle *core.v1.ClusterTrustBundleProjection; podCertificate *core.v1.PodCertificateProjection
core.v1.VolumeResourceRequirements: limits v1.ResourceList=map[v1.ResourceName=string]Quantity; requests v1.ResourceList=map[v1.ResourceName=string]Quantity
core.v1.VsphereVirtualDiskVolumeSource: volumePath string+!; fsType string; storagePolicyName string; storagePolicyID string
core.v1.WeightedPodAffinityTerm: weight int32+!; podAffinityTerm core.v1.PodAffinityTerm+!
core.v1.WindowsSecurityContextOptions: gmsaCredentialSpecName *string; gmsaCredentialSpec *string; runAsUserName *string; hostProcess *bool
core.v1.WorkloadReference: name string+!; podGroup string+!; podGroupReplicaKey string
discovery.v1.Endpoint: addresses []string+! #set; conditions discovery.v1.EndpointConditions; hostname *string; targetRef *core.v1.ObjectReference; deprecatedTopology map[string]string; nodeName *string; zone *string; hints *discovery.v1.EndpointHints
discovery.v1.EndpointConditions: ready *bool; serving *bool; terminating *bool
discovery.v1.EndpointHints: forZones []discovery.v1.ForZone; forNodes []discovery.v1.ForNode
discovery.v1.EndpointPort #atomic: name *string; protocol *v1.Protocol=string<SCTP|TCP|UDP>; port *int32; appProtocol *string
discovery.v1.EndpointSlice: kind string; apiVersion string; metadata meta.v1.ObjectMeta; addressType v1.AddressType=string<FQDN|IPv4|IPv6>+!; endpoints []discovery.v1.Endpoint+!; ports []discovery.v1.EndpointPort+
discovery.v1.ForNode: name string+!
discovery.v1.ForZone: name string+!
meta.v1.Condition: type string+!; status v1.ConditionStatus=string+!; observedGeneration int64; lastTransitionTime Time+!; reason string+!; message string+!
meta.v1.DeleteOptions: kind string; apiVersion string; gracePeriodSeconds *int64; preconditions *meta.v1.Preconditions; orphanDependents *bool; propagationPolicy *v1.DeletionPropagation=string; dryRun []string; ignoreStoreReadErrorWithClusterBreakingPotential *bool
meta.v1.LabelSelector #atomic: matchLabels map[string]string; matchExpressions []meta.v1.LabelSelectorRequirement
meta.v1.LabelSelectorRequirement: key string+!; operator v1.LabelSelectorOperator=string+!; values []string
meta.v1.ManagedFieldsEntry: manager string; operation v1.ManagedFieldsOperationType=string; apiVersion string; time *Time; fieldsType string; fieldsV1 *any; subresource string
meta.v1.ObjectMeta: name string; generateName string; namespace string; selfLink string; uid types.UID=string; resourceVersion string; generation int64; creationTimestamp Time~; deletionTimestamp *Time; deletionGracePeriodSeconds *int64; labels map[string]string; annotations map[string]string; ownerReferences []meta.v1.OwnerReference @merge(uid) #map(uid); finalizers []string @merge #set; managedFields []meta.v1.ManagedFieldsEntry
meta.v1.OwnerReference #atomic: apiVersion string+!; kind string+!; name string+!; uid types.UID=string+!; controller *bool; blockOwnerDeletion *bool
meta.v1.Preconditions: uid *types.UID=string; resourceVersion *string
networking.v1.HTTPIngressPath: path string; pathType *v1.PathType=string<Exact|ImplementationSpecific|Prefix>+!; backend networking.v1.IngressBackend+!
networking.v1.HTTPIngressRuleValue: paths []networking.v1.HTTPIngressPath+!
networking.v1.IPBlock: cidr string+!; except []string
networking.v1.IPAddress: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec networking.v1.IPAddressSpec
networking.v1.IPAddressSpec: parentRef *networking.v1.ParentReference!
networking.v1.Ingress: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec networking.v1.IngressSpec; status networking.v1.IngressStatus
networking.v1.IngressBackend: service *networking.v1.IngressServiceBackend; resource *core.v1.TypedLocalObjectReference
networking.v1.IngressClass: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec networking.v1.IngressClassSpec
networking.v1.IngressClassParametersReference: apiGroup *string; kind string+!; name string+!; scope *string+; namespace *string
networking.v1.IngressClassSpec: controller string; parameters *networking.v1.IngressClassParametersReference
networking.v1.IngressLoadBalancerIngress: ip string; hostname string; ports []networking.v1.IngressPortStatus
networking.v1.IngressLoadBalancerStatus: ingress []networking.v1.IngressLoadBalancerIngress
networking.v1.IngressPortStatus: port int32+!; protocol v1.Protocol=string<SCTP|TCP|UDP>+!; error *string
networking.v1.IngressRule: host string; http *networking.v1.HTTPIngressRuleValue ^IngressRuleValue
networking.v1.IngressServiceBackend: name string+!; port networking.v1.ServiceBackendPort
networking.v1.IngressSpec: ingressClassName *string; defaultBackend *networking.v1.IngressBackend; tls []networking.v1.IngressTLS; rules []networking.v1.IngressRule
networking.v1.IngressStatus: loadBalancer networking.v1.IngressLoadBalancerStatus
networking.v1.IngressTLS: hosts []string; secretName string
networking.v1.NetworkPolicy: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec networking.v1.NetworkPolicySpec
networking.v1.NetworkPolicyEgressRule: ports []networking.v1.NetworkPolicyPort; to []networking.v1.NetworkPolicyPeer
networking.v1.NetworkPolicyIngressRule: ports []networking.v1.NetworkPolicyPort; from []networking.v1.NetworkPolicyPeer
networking.v1.NetworkPolicyPeer: podSelector *meta.v1.LabelSelector; namespaceSelector *meta.v1.LabelSelector; ipBlock *networking.v1.IPBlock
networking.v1.NetworkPolicyPort: protocol *v1.Protocol=string<SCTP|TCP|UDP>; port *IntOrString; endPort *int32
networking.v1.NetworkPolicySpec: podSelector meta.v1.LabelSelector+; ingress []networking.v1.NetworkPolicyIngressRule; egress []networking.v1.NetworkPolicyEgressRule; policyTypes []v1.PolicyType=string<Egress|Ingress>
networking.v1.ParentReference: group string; resource string; namespace string; name string
networking.v1.ServiceBackendPort #atomic: name string; number int32
networking.v1.ServiceCIDR: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec networking.v1.ServiceCIDRSpec; status networking.v1.ServiceCIDRStatus
networking.v1.ServiceCIDRSpec: cidrs []string #atomic
networking.v1.ServiceCIDRStatus: conditions []meta.v1.Condition @merge(type) #map(type)
policy.v1.Eviction: kind string; apiVersion string; metadata meta.v1.ObjectMeta; deleteOptions *meta.v1.DeleteOptions
policy.v1.PodDisruptionBudget: kind string; apiVersion string; metadata meta.v1.ObjectMeta; spec policy.v1.PodDisruptionBudgetSpec; status policy.v1.PodDisruptionBudgetStatus
policy.v1.PodDisruptionBudgetSpec: minAvailable *IntOrString; selector *meta.v1.LabelSelector @replace; maxUnavailable *IntOrString; unhealthyPodEvictionPolicy *v1.UnhealthyPodEvictionPolicyType=string<AlwaysAllow|IfHealthyBudget>
policy.v1.PodDisruptionBudgetStatus: observedGeneration int64; disruptedPods map[string]Time; disruptionsAllowed int32+!; currentHealthy int32+!; desiredHealthy int32+!; expectedPods int32+!; conditions []meta.v1.Condition @merge(type) #map(type)
rbac.v1.AggregationRule: clusterRoleSelectors []meta.v1.LabelSelector
rbac.v1.ClusterRole: kind string; apiVersion string; metadata meta.v1.ObjectMeta; rules []rbac.v1.PolicyRule+; aggregationRule *rbac.v1.AggregationRule
rbac.v1.ClusterRoleBinding: kind string; apiVersion string; metadata meta.v1.ObjectMeta; subjects []rbac.v1.Subject; roleRef rbac.v1.RoleRef+!
rbac.v1.PolicyRule: verbs []string+!; apiGroups []string; resources []string; resourceNames []string; nonResourceURLs []string
rbac.v1.Role: kind string; apiVersion string; metadata meta.v1.ObjectMeta; rules []rbac.v1.PolicyRule+
rbac.v1.RoleBinding: kind string; apiVersion string; metadata meta.v1.ObjectMeta; subjects []rbac.v1.Subject; roleRef rbac.v1.RoleRef+!
rbac.v1.RoleRef #atomic: apiGroup string+!; kind string+!; name string+!
rbac.v1.Subject #atomic: kind string+!; apiGroup string; name string+!; namespace string
scheduling.v1.PriorityClass: kind string; apiVersion string; metadata meta.v1.ObjectMeta; value int32+!; globalDefault bool; description string; preemptionPolicy *v1.PreemptionPolicy=string<Never|PreemptLowerPriority>
storage.v1.StorageClass: kind string; apiVersion string; metadata meta.v1.ObjectMeta; provisioner string+!; parameters map[string]string; reclaimPolicy *v1.PersistentVolumeReclaimPolicy=string<Delete|Recycle|Retain>; mountOptions []string; allowVolumeExpansion *bool; volumeBindingMode *v1.VolumeBindingMode=string<Immediate|WaitForFirstConsumer>; allowedTopologies []core.v1.TopologySelectorTerm`
