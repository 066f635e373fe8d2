import { MODES } from '../../cluster/network/proxy/mode.ts'
import type { RulesReply, RulesRequest } from '../../cluster/network/proxy/rules/call.ts'
import { type Command, FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'

const HINT = `See '${PROGRAM} proxy-rules -h' for help and examples`

export const proxyRules: Command = {
  name: 'proxy-rules',
  group: 'Simulation Commands:',
  usage: '[svc/NAME] [--node NODE] [--mode iptables|nftables|ipvs]',
  summary: 'Show the rules that kube-proxy writes on a node',
  long: `Shows the rules that kube-proxy writes on a node for all Services or for one, as the node's own tool prints them: iptables-save (tables filter and nat), nft list table ip kube-proxy, or ipvsadm -Ln.

They follow from Services and EndpointSlices, from the node and its zone (traffic policies, hints), and from the mode; without --mode it is the one that the cluster's kube-proxy is set up with. The chain names are the real ones: they are hashes of the Service's and the port's names.`,
  examples: `# The chains that a connection to a Service goes through on the first worker
${PROGRAM} proxy-rules svc/web

# With externalTrafficPolicy Local every node has rules of its own
${PROGRAM} proxy-rules svc/web --node kubesim-worker2

# How the other modes write it
${PROGRAM} proxy-rules svc/web --mode nftables
${PROGRAM} proxy-rules --mode ipvs`,
  flags: [
    { name: 'node', type: 'string', complete: 'node', help: 'The node. Default: the first worker.' },
    { name: 'mode', type: 'string', values: [...MODES], help: `How kube-proxy works: ${MODES.join(', ')}.` },
  ],
  complete: { names: 'services' },
  async run(ctx, args, flags) {
    if (args.length > 1) throw new UsageError('expected at most one Service', HINT)
    const body: RulesRequest = { service: serviceOf(args[0]), node: flags['node'] }
    if (flags['mode'] !== undefined) {
      body.mode = MODES.find(mode => mode === flags['mode'])
      if (!body.mode) throw new UsageError(`--mode ${JSON.stringify(flags['mode'])}: use ${MODES.join(', ')}`, HINT)
    }
    const { name: namespace } = ctx.namespace
    const call = { verb: 'connect', resource: 'network', subresource: 'proxy-rules', namespace, body } as const
    const { text, why }: RulesReply = (await ctx.client.call(call)).body
    ctx.io.stdout(text)
    if (why !== undefined) throw new FailedError(why)
  },
}

/** `svc/web`, `service/web`, `web` */
function serviceOf(text: string | undefined): string | undefined {
  const slash = text?.indexOf('/') ?? -1
  if (text === undefined || slash < 0) return text
  const type = text.slice(0, slash)
  if (!/^(svc|services?)$/.test(type)) {
    throw new FailedError(`kube-proxy writes rules for Services, not for ${JSON.stringify(type)}: use svc/NAME`)
  }
  return text.slice(slash + 1)
}
