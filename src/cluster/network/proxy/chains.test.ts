import { expect, test } from 'vitest'
import {
  iptablesChain,
  iptablesEndpointChain,
  nftablesAffinitySet,
  nftablesChain,
  nftablesEndpointChain,
  type PortName,
} from './chains.ts'

const name: PortName = { namespace: 'ns1', service: 'svc1', port: 'p80', protocol: 'TCP' }

/** What kube-proxy's own tests expect. */
test.each([
  [iptablesChain('SVC', name), 'KUBE-SVC-XPGD46QRK7WJZT7O'],
  [iptablesChain('EXT', name), 'KUBE-EXT-XPGD46QRK7WJZT7O'],
  [iptablesEndpointChain(name, '10.180.0.1:80'), 'KUBE-SEP-SXIVWICOYRO3J4NJ'],
  [nftablesChain('SVC', name), 'service-ULMVA6XW-ns1/svc1/tcp/p80'],
  [nftablesEndpointChain(name, '10.180.0.1:80'), 'endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80'],
  [nftablesAffinitySet(name, '10.180.0.1:80'), 'affinity-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80'],
  // A cluster's own, as everybody's iptables-save shows it.
  [
    iptablesChain('SVC', { namespace: 'default', service: 'kubernetes', port: 'https', protocol: 'TCP' }),
    'KUBE-SVC-NPX46M4PTMTKRN6Y',
  ],
  [
    iptablesChain('SVC', { namespace: 'kube-system', service: 'kube-dns', port: 'dns', protocol: 'UDP' }),
    'KUBE-SVC-TCOU7JCQXEZGVUNU',
  ],
])('%s', (made, expected) => {
  expect(made).toBe(expected)
})

test('a long name is cut, its hash keeps it apart', () => {
  const long = nftablesEndpointChain({ ...name, namespace: 'n'.repeat(250) }, '10.0.0.1:80')
  expect(long).toMatch(/^endpoint-[A-Z2-7]{8}-n+\.\.\.$/)
  expect(long.length).toBe(240 + 'endpoint-'.length)
})
