import type { Call, Reply } from '../../../api/call.ts'
import { badRequest } from '../../../api/errors.ts'
import type { Connection, Reader } from '../../../api/kind.ts'
import { inCidr, parseCidr, parseIp4 } from '../../../lib/ip.ts'
import { subdomainErrors } from '../../../lib/names.ts'
import type { ConfigMap } from '../../../lib/objects.ts'
import { nodeOfAddress } from '../nodes.ts'
import { isWithin } from '../dns/message.ts'
import { ZONE } from '../dns/zone.ts'
import { clusterCidr } from '../proxy/mode.ts'
import type { ExternalReply, ExternalRequest, NewHost } from './call.ts'
import { BUILT_IN, hostNamed, NAME, NAMESPACE, type OutsideHost, outsideHosts, REMOVED } from './hosts.ts'
import { serviceRanges } from '../service-ranges.ts'

/** Answers calls with verb `connect`, resource `network`, subresource `external`: the hosts outside the cluster. */
export function externalHandler(call: Call, connection: Connection): Reply {
  const request = call.body as ExternalRequest
  const body: ExternalReply = { hosts: act(request, connection).map(marked) }
  return { code: 200, body, warnings: [] }
}

const marked = (host: OutsideHost) => ({ ...host, builtIn: BUILT_IN.some(each => each === host) })

function act(request: ExternalRequest, connection: Connection): OutsideHost[] {
  const { read } = connection
  if (request.act === 'list') return outsideHosts(read)
  if (request.act === 'add') {
    const { name, ip, ports, speaks, says } = checked(request.host, read)
    if (!request.replace && hostNamed(name, read)) {
      throw badRequest(`host ${name} is already there; --replace makes it anew`)
    }
    const host: OutsideHost = { name, ip, ports: ports.map(each => ({ ...each, speaks, says })) }
    store(name, JSON.stringify({ ip: host.ip, ports: host.ports }), connection)
    return [host]
  }
  const known = hostNamed(request.name, read)
  if (!known) throw badRequest(`there is no host ${request.name} outside the cluster`)
  const isBuiltIn = BUILT_IN.some(({ name }) => name === request.name)
  store(request.name, isBuiltIn ? REMOVED : undefined, connection)
  return [known]
}

/** Throws BadRequest for what could not be a host outside the cluster. */
function checked(host: NewHost, read: Reader): NewHost {
  const name = host.name.toLowerCase().replace(/\.$/, '')
  const [wrong] = subdomainErrors(name)
  if (wrong) throw badRequest(`${JSON.stringify(host.name)} is no name for a host: ${wrong}`)
  if (isWithin(name, ZONE)) throw badRequest(`${name} is a name of the cluster's own zone`)
  const address = parseIp4(host.ip)
  if (address === undefined) throw badRequest(`${JSON.stringify(host.ip)} is no IPv4 address`)
  const isService = serviceRanges(read).some(text => inCidr(address, parseCidr(text) ?? { base: 0, size: 0 }))
  if (isService || inCidr(address, clusterCidr(read)) || nodeOfAddress(host.ip, read) || host.ip.startsWith('127.')) {
    throw badRequest(`${host.ip} is an address inside the cluster`)
  }
  return { ...host, name }
}

/** `undefined` takes the name out. The ConfigMap is made when it is first needed. */
function store(name: string, text: string | undefined, { read, handle }: Connection): void {
  const place = { resource: 'configmaps', namespace: NAMESPACE, name: NAME }
  const known = read.get<ConfigMap>('configmaps', NAMESPACE, NAME)
  if (!known) {
    const metadata = { name: NAME, namespace: NAMESPACE }
    handle({
      ...place,
      verb: 'create',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [name]: text } },
    })
    return
  }
  handle({ ...place, verb: 'patch', query: { patchType: 'merge' }, body: { data: { [name]: text ?? null } } })
}
