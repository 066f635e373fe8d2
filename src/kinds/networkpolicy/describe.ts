import { Describe } from '../../lib/describe.ts'
import type { NetworkPolicy } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'

type Spec = NetworkPolicy['spec']
type Rule = NonNullable<Spec['ingress']>[number]
type Peer = NonNullable<Rule['from']>[number]

const INDENT = '    '
const EVERYTHING = '<none> (Allowing the specific traffic to all pods in this namespace)'

/** Modelled on k8s.io/kubectl pkg/describe, NetworkPolicyDescriber: it shows no events. */
export function describe({ metadata, spec }: NetworkPolicy): string {
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'Created on', `${metadata.creationTimestamp?.replace('T', ' ').replace('Z', '')} +0000 UTC`)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .write(0, 'Spec:\n')
  const selector = formatSelector(spec.podSelector)
  text.write(1, `PodSelector:     ${selector === '<none>' ? EVERYTHING : selector}\n`)
  if (spec.policyTypes!.includes('Ingress')) {
    text.write(1, 'Allowing ingress traffic:\n')
    const rules = (spec.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }))
    writeRules(text, rules, { word: 'From', isolated: 'ingress', end: 'source' })
  } else text.write(1, 'Not affecting ingress traffic\n')
  if (spec.policyTypes!.includes('Egress')) {
    text.write(1, 'Allowing egress traffic:\n')
    const rules = (spec.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }))
    writeRules(text, rules, { word: 'To', isolated: 'egress', end: 'destination' })
  } else text.write(1, 'Not affecting egress traffic\n')
  return text.write(1, `Policy Types: ${spec.policyTypes!.join(', ')}\n`).toString()
}

function writeRules(
  text: Describe,
  rules: { ports?: Rule['ports']; peers?: Peer[] }[],
  { word, isolated, end }: { word: string; isolated: string; end: string },
): void {
  const write = (line: string) => text.write(0, `${INDENT}${line}\n`)
  if (rules.length === 0) write(`<none> (Selected pods are isolated for ${isolated} connectivity)`)
  rules.forEach(({ ports, peers }, i) => {
    if (!ports?.length) write('To Port: <any> (traffic allowed to all ports)')
    for (const { port = '<nil>', protocol = 'TCP', endPort } of (ports ?? []) as (Port & { endPort?: number })[]) {
      write(endPort === undefined ? `To Port: ${port}/${protocol}` : `To Port Range: ${port}-${endPort}/${protocol}`)
    }
    if (!peers?.length) write(`${word}: <any> (traffic not restricted by ${end})`)
    for (const peer of peers ?? []) {
      write(`${word}:`)
      for (const line of peerLines(peer)) write(`  ${line}`)
    }
    if (i < rules.length - 1) write('----------')
  })
}

type Port = NonNullable<Rule['ports']>[number]

function peerLines({ namespaceSelector, podSelector, ipBlock }: Peer): string[] {
  const lines: string[] = []
  if (namespaceSelector) lines.push(`NamespaceSelector: ${formatSelector(namespaceSelector)}`)
  if (podSelector) lines.push(`PodSelector: ${formatSelector(podSelector)}`)
  if (ipBlock && lines.length === 0) {
    lines.push('IPBlock:', `  CIDR: ${ipBlock.cidr}`, `  Except: ${(ipBlock.except ?? []).join(', ')}`)
  }
  return lines
}
