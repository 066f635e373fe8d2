/** The text of iptables-save, and the rules that kube-proxy makes whatever Services there are. */

export interface Rule {
  chain: string
  /** Addresses and ranges. */
  source?: string
  notSource?: string
  destination?: string
  /** `tcp`; names its match too. */
  protocol?: string
  /** Of the destination. */
  port?: number
  comment?: string
  /** Matches as they stand between the comment and those of the protocol. */
  match?: string
  /** Target with its options. Absent: the rule only carries its comment. */
  jump?: string
}

export interface Table {
  name: 'filter' | 'nat'
  rules: Rule[]
}

const BUILT_IN = { filter: ['INPUT', 'FORWARD', 'OUTPUT'], nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] }

/** One table: its chains, then their rules, chain by chain. `bare`: without comments that belong to Services. */
export function saved({ name, rules }: Table, bare: boolean): string {
  const byChain = new Map<string, string[]>()
  const put = (chain: string) => {
    let lines = byChain.get(chain)
    if (!lines) byChain.set(chain, (lines = []))
    return lines
  }
  for (const rule of rules) {
    const lines = put(rule.chain)
    const text = textOf(rule, bare)
    if (text !== undefined) lines.push(text)
    const [target = ''] = rule.jump?.split(' ') ?? []
    if (target.startsWith('KUBE-')) put(target)
  }
  const first = BUILT_IN[name].filter(chain => byChain.has(chain))
  const own = [...byChain.keys()].filter(chain => chain.startsWith('KUBE-')).sort()
  const chains = [...first, ...own]
  const heads = chains.map(chain => `:${chain} ${first.includes(chain) ? 'ACCEPT' : '-'} [0:0]\n`)
  return `*${name}\n${heads.join('')}${chains.flatMap(chain => byChain.get(chain)!).join('')}COMMIT\n`
}

/** As iptables-save orders the parts: addresses, protocol, matches, target. */
function textOf(rule: Rule, bare: boolean): string | undefined {
  const { chain, source, notSource, destination, protocol, port, match, jump } = rule
  const comment = bare && /^[a-z0-9].*\//.test(rule.comment ?? '') ? undefined : rule.comment
  if (jump === undefined && comment === undefined) return undefined
  const parts = [`-A ${chain}`]
  if (notSource !== undefined) parts.push(`! -s ${masked(notSource)}`)
  if (source !== undefined) parts.push(`-s ${masked(source)}`)
  if (destination !== undefined) parts.push(`-d ${masked(destination)}`)
  if (protocol !== undefined) parts.push(`-p ${protocol}`)
  if (comment !== undefined)
    parts.push(`-m comment --comment ${/^[\w-]+$/.test(comment) ? comment : JSON.stringify(comment)}`)
  if (match) parts.push(match)
  if (protocol !== undefined) parts.push(`-m ${protocol}${port === undefined ? '' : ` --dport ${port}`}`)
  if (jump !== undefined) parts.push(`-j ${jump}`)
  return `${parts.join(' ')}\n`
}

const masked = (address: string) => (address.includes('/') ? address : `${address}/32`)

/** How packets get to kube-proxy's chains, and what those do for all of them. */
export function baseRules(filter: Table, nat: Table): void {
  const fresh = '-m conntrack --ctstate NEW'
  const filterJump = (chain: string, words: string, jump: string, isNew = true): Rule => ({
    chain,
    // The state comes before the comment here.
    match: `${isNew ? `${fresh} ` : ''}-m comment --comment ${JSON.stringify(words)}`,
    jump,
  })
  const firewall = ['kubernetes load balancer firewall', 'KUBE-PROXY-FIREWALL'] as const
  const portals = ['kubernetes service portals', 'KUBE-SERVICES'] as const
  const visible = ['kubernetes externally-visible service portals', 'KUBE-EXTERNAL-SERVICES'] as const
  filter.rules.push(
    filterJump('INPUT', ...firewall),
    filterJump('INPUT', 'kubernetes health check service ports', 'KUBE-NODEPORTS', false),
    filterJump('INPUT', ...visible),
    { chain: 'INPUT', jump: 'KUBE-FIREWALL' },
    filterJump('FORWARD', ...firewall),
    filterJump('FORWARD', 'kubernetes forwarding rules', 'KUBE-FORWARD', false),
    filterJump('FORWARD', ...portals),
    filterJump('FORWARD', ...visible),
    filterJump('OUTPUT', ...firewall),
    filterJump('OUTPUT', ...portals),
    { chain: 'OUTPUT', jump: 'KUBE-FIREWALL' },
    {
      chain: 'KUBE-FIREWALL',
      notSource: '127.0.0.0/8',
      destination: '127.0.0.0/8',
      comment: 'block incoming localnet connections',
      match: '-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT',
      jump: 'DROP',
    },
    { chain: 'KUBE-FORWARD', match: '-m conntrack --ctstate INVALID', jump: 'DROP' },
    {
      chain: 'KUBE-FORWARD',
      comment: 'kubernetes forwarding rules',
      match: '-m mark --mark 0x4000/0x4000',
      jump: 'ACCEPT',
    },
    {
      chain: 'KUBE-FORWARD',
      comment: 'kubernetes forwarding conntrack rule',
      match: '-m conntrack --ctstate RELATED,ESTABLISHED',
      jump: 'ACCEPT',
    },
  )
  nat.rules.push(
    { chain: 'PREROUTING', comment: portals[0], jump: 'KUBE-SERVICES' },
    { chain: 'OUTPUT', comment: portals[0], jump: 'KUBE-SERVICES' },
    { chain: 'POSTROUTING', comment: 'kubernetes postrouting rules', jump: 'KUBE-POSTROUTING' },
    { chain: 'KUBE-MARK-MASQ', jump: 'MARK --set-xmark 0x4000/0x4000' },
    { chain: 'KUBE-POSTROUTING', match: '-m mark ! --mark 0x4000/0x4000', jump: 'RETURN' },
    { chain: 'KUBE-POSTROUTING', jump: 'MARK --set-xmark 0x4000/0x0' },
    {
      chain: 'KUBE-POSTROUTING',
      comment: 'kubernetes service traffic requiring SNAT',
      jump: 'MASQUERADE --random-fully',
    },
  )
}
