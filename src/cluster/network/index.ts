import { connectHandler, dialHandler } from './connect/handler.ts'
import { listening } from './connect/listen.ts'
import { dnsHandler } from './dns/handler.ts'
import { externalHandler } from './external/handler.ts'
import { loadHandler } from './load/handler.ts'
import { rulesHandler } from './proxy/rules/handler.ts'

/** Calls that the network answers. */
export const handlers = {
  'network/connect': connectHandler(listening),
  'network/dial': dialHandler(listening),
  'network/dns': dnsHandler,
  'network/external': externalHandler,
  'network/load': loadHandler(listening),
  'network/proxy-rules': rulesHandler,
}

export { askNetwork } from './connect/ask.ts'
export { listening } from './connect/listen.ts'
export { networkOf } from './connect/network.ts'
export { ingressController, ingressStatus } from './ingress/index.ts'
export { loadBalancer } from './load-balancer/index.ts'
export { poolConfigMap } from './load-balancer/pool.ts'
