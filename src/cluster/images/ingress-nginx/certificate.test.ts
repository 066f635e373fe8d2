import { expect, test } from 'vitest'
import type { Reader } from '../../../api/kind.ts'
import { certificateOf, FAKE } from './certificate.ts'

const PEM = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVWgAwIBAgIUUspWX4h1WrO8yv08yOjrfPcNMDUwCgYIKoZIzj0EAwIw
LTEQMA4GA1UECgwHRXhhbXBsZTEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAe
Fw0yNjExMjUxNjA2MThaFw0zNjExMjIxNjA2MThaMC0xEDAOBgNVBAoMB0V4YW1w
bGUxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATbwWEGfbS3ldUVKEZOVy4aibi4cbE7a/GgDwCMT4EtpWXnQ7m39PYS
4KF5jBscfaOHP3xErfYUsKxBlhob7P7mo1MwUTAdBgNVHQ4EFgQU5+JwvxAJ+uOX
ZWA2R8Nwv2yLrMcwHwYDVR0jBBgwFoAU5+JwvxAJ+uOXZWA2R8Nwv2yLrMcwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiA5Xn36DoOgFQg+F/NZggjg
eEA1DcUNibV7YaCLIG25TAIgBOC0MdeVZA3oYcxGodT1azZQVQ3GBcX78s5r078Q
F4c=
-----END CERTIFICATE-----
`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const server = {
  host: 'shop.example.com',
  tls: { namespace: 'default', secret: 'shop-tls' },
  ingresses: [],
  canaries: [],
}
const shown = (secret: object | undefined, tls: typeof server.tls | undefined = server.tls) =>
  certificateOf({ ...server, tls }, { get: () => secret } as unknown as Reader)
const data = { 'tls.crt': base64(PEM), 'tls.key': base64('a key') }

test('the certificate of the Secret', () => {
  expect(shown({ type: 'kubernetes.io/tls', data })).toEqual({ subject: 'CN=shop.example.com' })
})

test("else the controller's own", () => {
  expect(shown(undefined)).toBe(FAKE)
  expect(shown({ type: 'Opaque', data })).toBe(FAKE)
  expect(shown({ type: 'kubernetes.io/tls', data: { ...data, 'tls.crt': base64('none') } })).toBe(FAKE)
  expect(certificateOf({ host: '', ingresses: [], canaries: [] }, {} as Reader)).toBe(FAKE)
})
