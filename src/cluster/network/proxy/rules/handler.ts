import type { Call, Reply } from '../../../../api/call.ts'
import { badRequest, notFound } from '../../../../api/errors.ts'
import type { Admission, Reader } from '../../../../api/kind.ts'
import { formatIp4 } from '../../../../lib/ip.ts'
import type { Node, Service } from '../../../../lib/objects.ts'
import { nodeIP } from '../../nodes.ts'
import { clusterCidr, proxyMode } from '../mode.ts'
import { isOurs } from '../route.ts'
import type { RulesReply, RulesRequest } from './call.ts'
import { serviceRanges } from '../../service-ranges.ts'
import { iptablesRules } from './iptables.ts'
import { ipvsRules } from './ipvs.ts'
import { nftablesRules } from './nftables.ts'
import { proxiedPorts } from './service-port.ts'

/** Answers calls with verb `connect`, resource `network`, subresource `proxy-rules`: what kube-proxy writes on a node. */
export function rulesHandler(call: Call, { read }: Admission): Reply {
  const { service: name, node: on, mode = proxyMode(read) } = call.body as RulesRequest
  const node = nodeFor(on, read)
  const service = name === undefined ? undefined : read.get<Service>('services', call.namespace, name)
  if (name !== undefined && !service) throw notFound('services', name)
  const why = service && whyNone(service)
  const services = why !== undefined ? [] : service ? [service] : read.list<Service>('services')
  const ports = proxiedPorts(services, node, read)
  const { base, size } = clusterCidr(read)
  const where = {
    nodeIP: nodeIP(node),
    clusterCidr: `${formatIp4(base)}/${32 - Math.log2(size)}`,
    serviceCidr: serviceRanges(read)
      .filter(text => !text.includes(':'))
      .join(', '),
  }
  const whole = service === undefined
  const text =
    mode === 'ipvs'
      ? ipvsRules(ports, where.nodeIP)
      : mode === 'nftables'
        ? nftablesRules(ports, where, whole)
        : iptablesRules(ports, where.clusterCidr, whole)
  const body: RulesReply = { node: node.metadata.name, mode, text: why === undefined ? text : '', why }
  return { code: 200, body, warnings: [] }
}

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

function nodeFor(name: string | undefined, read: Reader): Node {
  if (name !== undefined) {
    const node = read.get<Node>('nodes', undefined, name)
    if (!node) throw notFound('nodes', name)
    return node
  }
  const nodes = read.list<Node>('nodes')
  const node = nodes.find(({ metadata }) => metadata.labels?.[CONTROL_PLANE] === undefined) ?? nodes[0]
  if (!node) throw badRequest('the cluster has no nodes, so there is no kube-proxy')
  return node
}

function whyNone(service: Service): string | undefined {
  const { spec, metadata } = service
  const called = `Service ${metadata.namespace}/${metadata.name}`
  if (spec.type === 'ExternalName')
    return `${called} is an alias in DNS (ExternalName): kube-proxy writes no rules for it`
  if (spec.clusterIP === 'None')
    return `${called} is headless: clients connect to its Pods, and kube-proxy writes no rules for it`
  return isOurs(service)
    ? undefined
    : `${called} is left to another proxy by its label service.kubernetes.io/service-proxy-name`
}
