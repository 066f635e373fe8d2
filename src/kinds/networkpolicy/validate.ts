import type { FieldError } from '../../api/errors.ts'
import { inCidr, parseCidr } from '../../lib/ip.ts'
import { cidrErrors, portNameErrors, portNumberErrors } from '../../lib/names.ts'
import type { NetworkPolicy } from '../../lib/objects.ts'
import { validateLabelSelector } from '../pod/validate/labels.ts'
import { Path } from '../pod/validate/path.ts'

type Rule = NonNullable<NetworkPolicy['spec']['ingress']>[number]
type Port = NonNullable<Rule['ports']>[number]
type Peer = NonNullable<Rule['from']>[number]
type IPBlock = NonNullable<Peer['ipBlock']>

const PROTOCOLS = ['TCP', 'UDP', 'SCTP']
const TYPES = ['Ingress', 'Egress']

/** Modelled on pkg/apis/networking/validation, ValidateNetworkPolicySpec. */
export function validate({ spec }: NetworkPolicy): FieldError[] {
  const errors: FieldError[] = []
  const at = Path.root('spec', errors)
  validateLabelSelector(spec.podSelector, at.at('podSelector'))
  at.at('ingress').each(spec.ingress, ({ ports, from }, here) => {
    here.at('ports').each(ports, checkPort)
    here.at('from').each(from, checkPeer)
  })
  at.at('egress').each(spec.egress, ({ ports, to }, here) => {
    here.at('ports').each(ports, checkPort)
    here.at('to').each(to, checkPeer)
  })
  const types = spec.policyTypes ?? []
  const here = at.at('policyTypes')
  if (types.length > TYPES.length) here.invalid(types, 'may not specify more than two policyTypes')
  else here.each(types, (type, each) => (TYPES.includes(type) ? undefined : each.unsupported(type, [...TYPES].sort())))
  return errors
}

function checkPort({ protocol, port, endPort }: Port & { endPort?: number }, at: Path): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) at.at('protocol').unsupported(protocol, PROTOCOLS)
  const end = at.at('endPort')
  if (typeof port === 'number') {
    at.at('port').judge(port, portNumberErrors(port))
    if (endPort === undefined) return
    if (endPort < port) end.invalid(port, 'must be greater than or equal to `port`')
    end.judge(endPort, portNumberErrors(endPort))
    return
  }
  if (endPort !== undefined) {
    end.invalid(
      endPort,
      `may not be specified when \`port\` is ${port === undefined ? 'not specified' : 'non-numeric'}`,
    )
  }
  if (port !== undefined) at.at('port').judge(port, portNameErrors(port))
}

function checkPeer({ podSelector, namespaceSelector, ipBlock }: Peer, at: Path): void {
  if (podSelector) validateLabelSelector(podSelector, at.at('podSelector'))
  if (namespaceSelector) validateLabelSelector(namespaceSelector, at.at('namespaceSelector'))
  if (ipBlock) checkBlock(ipBlock, at.at('ipBlock'))
  if (!podSelector && !namespaceSelector && !ipBlock) at.required('must specify a peer')
  else if (ipBlock && (podSelector || namespaceSelector)) {
    at.forbidden('may not specify both ipBlock and another peer')
  }
}

function checkBlock({ cidr, except }: IPBlock, at: Path): void {
  if (!cidr) {
    at.at('cidr').required()
    return
  }
  const malformed = cidrErrors(cidr)
  at.at('cidr').judge(cidr, malformed)
  if (malformed.length > 0) return
  const outer = parseCidr(cidr)
  at.at('except').each(except, (text, here) => {
    const wrong = cidrErrors(text)
    here.judge(text, wrong)
    const inner = parseCidr(text)
    if (wrong.length > 0 || (!outer && !inner)) return
    if (!outer || !inner || !inCidr(inner.base, outer) || inner.size >= outer.size) {
      here.invalid(text, 'must be a strict subset of `cidr`')
    }
  })
}
