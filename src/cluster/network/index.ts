import { connectHandler, dialHandler } from './connect/handler.ts'
import { listening } from './connect/listen.ts'

/** Calls that the network answers. */
export const handlers = { 'network/connect': connectHandler(listening), 'network/dial': dialHandler(listening) }

export { askNetwork } from './connect/ask.ts'
export { listening } from './connect/listen.ts'
export { networkOf } from './connect/network.ts'
export { loadBalancer } from './load-balancer/index.ts'
export { poolConfigMap } from './load-balancer/pool.ts'
