import type { Reader } from '../../../api/kind.ts'
import type { Secret } from '../../../lib/objects.ts'
import type { Certificate } from '../image.ts'
import type { Server } from './servers.ts'

/** What the controller shows where it has no certificate for the host. */
export const FAKE: Certificate = { subject: 'O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate' }

const TLS = 'kubernetes.io/tls'

/** The certificate of a server: that of its Secret when there is one of the right type, else the controller's own. */
export function certificateOf({ tls }: Server, read: Reader): Certificate {
  const secret = tls?.secret ? read.get<Secret>('secrets', tls.namespace, tls.secret) : undefined
  const pem = secret?.type === TLS && secret.data?.['tls.key'] ? secret.data['tls.crt'] : undefined
  if (!pem) return FAKE
  const body = Buffer.from(pem, 'base64').toString()
  const base64 = /-----BEGIN CERTIFICATE-----([^-]*)-----END/.exec(body)?.[1]
  return base64 ? { subject: `CN=${commonName(Buffer.from(base64, 'base64')) ?? ''}` } : FAKE
}

/** The subject's common name (OID 2.5.4.3): the last one in the DER text, behind the issuer's. */
function commonName(der: Buffer): string | undefined {
  const at = der.lastIndexOf(Buffer.from([0x06, 0x03, 0x55, 0x04, 0x03]))
  if (at < 0) return undefined
  const length = der[at + 6] ?? 0
  return der.subarray(at + 7, at + 7 + length).toString()
}
