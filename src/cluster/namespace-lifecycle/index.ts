export { namespaceController } from './deletion.ts'
export { rootCertificatePublisher, serviceAccountController } from './furnishing.ts'
