import type { Controller } from '../../engine/controller.ts'
import type { ConfigMap, KubeObject, Namespace, ServiceAccount } from '../../lib/objects.ts'
import type { Change } from '../../store/store.ts'

const ACCOUNT = 'default'
const CERTIFICATE = 'kube-root-ca.crt'

/** Namespaces that come, and those that lose the object of a name. */
const watches = (resource: string, name: string) => [
  { resource: 'namespaces', keys: ({ type, object }: Change) => (type === 'DELETED' ? [] : [object.metadata.name]) },
  {
    resource,
    keys: ({ type, object }: Change) =>
      type === 'DELETED' && object.metadata.name === name ? [object.metadata.namespace!] : [],
  },
]

/** A controller that sees to it that every living namespace has an object. */
function furnishing<T extends KubeObject>(
  controller: string,
  user: string,
  resource: string,
  object: Omit<T, 'metadata'> & { metadata: { name: string; annotations?: Record<string, string> } },
): Controller {
  return {
    name: controller,
    user,
    watches: watches(resource, object.metadata.name),
    reconcile(name, { read, api }) {
      const namespace = read.get<Namespace>('namespaces', undefined, name)
      if (!namespace || namespace.metadata.deletionTimestamp) return
      if (read.get(resource, name, object.metadata.name)) return
      api.create({ ...object, metadata: { ...object.metadata, namespace: name } } as unknown as T)
    },
  }
}

/** Every namespace has the ServiceAccount that its pods use unless told otherwise. */
export const serviceAccountController = furnishing<ServiceAccount>(
  'serviceaccount',
  'service-account-controller',
  'serviceaccounts',
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: ACCOUNT },
  },
)

/** `kubesim simulates no TLS: this is no certificate.` */
const NO_CERTIFICATE = 'a3ViZXNpbSBzaW11bGF0ZXMgbm8gVExTOiB0aGlzIGlzIG5vIGNlcnRpZmljYXRlLg=='

/** Every namespace has the certificate by which pods know the API server. */
export const rootCertificatePublisher = furnishing<ConfigMap>(
  'root-ca-certificate-publisher',
  'root-ca-cert-publisher',
  'configmaps',
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: CERTIFICATE,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data: { 'ca.crt': `-----BEGIN CERTIFICATE-----\n${NO_CERTIFICATE}\n-----END CERTIFICATE-----\n` },
  },
)
