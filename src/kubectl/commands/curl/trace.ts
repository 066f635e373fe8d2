import type { Exchange, Trace, TraceAttempt } from '../../../cluster/network/connect/call.ts'

import type { Io } from '../../command.ts'

/** Paints pieces of the text; without colour every function gives back what it got. */
export interface Paint {
  label(text: string): string
  good(text: string): string
  bad(text: string): string
  faint(text: string): string
}

export const PLAIN: Paint = { label: t => t, good: t => t, bad: t => t, faint: t => t }

/** So many endpoints are shown of each sort. */
const SHOWN = 12
const LABEL = 10

/** Colours for a terminal. */
export async function paintFor({ tty, env }: Io): Promise<Paint> {
  if (!tty || env['NO_COLOR']) return PLAIN
  const { Chalk } = await import('chalk')
  const { cyan, green, red, dim } = new Chalk({ level: 1 })
  return { label: cyan, good: green, bad: red, faint: dim }
}

/** Every decision on the way of a connection, and what came of it, as text to read. */
export function traceText(
  { trace, response, failure }: Pick<Exchange, 'trace' | 'response' | 'failure'>,
  paint: Paint,
): string {
  if (!trace) return ''
  const rows: [label: string, text: string][] = []
  const more = (lines: string[]) => {
    for (const line of lines) rows.push(['', line])
  }
  rows.push(['from', sender(trace.from)])
  rows.push(['resolve', resolved(trace)])
  more(
    trace.resolve.queries.map(({ name, status, aliases, addresses }) => {
      const found = [...aliases, ...addresses].join(' > ') || (status === 'NOERROR' ? 'no address' : status)
      return `  ${name}  ${addresses.length > 0 ? found : paint.faint(found)}`
    }),
  )
  for (const attempt of trace.attempts) attemptRows(attempt, rows, more, paint)
  for (const inner of trace.further ?? []) {
    rows.push(['further', `to answer, it asks ${inner.url}${inner.because === undefined ? '' : `, ${inner.because}`}`])
    more(
      traceText(inner, paint)
        .split('\n')
        .map(line => `  ${line}`),
    )
  }
  if (response) {
    const { status, statusText, body } = response
    const text = `${status} ${statusText}, ${Buffer.byteLength(body)} bytes`
    rows.push(['answer', status < 400 ? paint.good(text) : paint.bad(text)])
  } else if (failure) rows.push(['answer', paint.bad(`none: ${failure.message}`)])
  return rows
    .map(([label, text]) => `${label ? paint.label(label.padEnd(LABEL)) : ' '.repeat(LABEL)}${text}`.trimEnd())
    .join('\n')
}

function sender({ kind, ip, pod, anonymous, node, zone }: Trace['from']): string {
  const where = node === undefined ? '' : `, on ${node}${zone === undefined ? '' : ` in zone ${zone}`}`
  if (kind === 'outside') return `a client outside the cluster, ${ip}`
  if (pod === undefined) return `node ${node}${zone === undefined ? '' : ` in zone ${zone}`}, ${ip}`
  if (kind === 'node') return `pod ${pod} on its node's network, ${ip}${where}`
  return `${anonymous ? `a client Pod made for it in ${pod.split('/')[0]}` : `pod ${pod}`}, ${ip}${where}`
}

function resolved({ resolve: { host, addresses, queries, why } }: Trace): string {
  const found = addresses.length > 0 ? addresses.join(', ') : 'no address'
  if (why !== undefined) return `${host}: ${why}`
  if (queries.length > 0)
    return `${host}: ${found}, after ${queries.length} ${queries.length === 1 ? 'question' : 'questions'} to DNS`
  return addresses.length === 1 && addresses[0] === host ? `${host} is an address` : `${host}: ${found}, without DNS`
}

const ENTRIES: Record<string, string> = {
  ClusterIP: 'its ClusterIP',
  ExternalIP: 'an externalIP',
  LoadBalancer: "its load balancer's address",
  NodePort: 'its node port',
  HealthCheck: 'its healthCheckNodePort, which kube-proxy answers',
}

function attemptRows(
  attempt: TraceAttempt,
  rows: [string, string][],
  more: (lines: string[]) => void,
  paint: Paint,
): void {
  const { address, port, protocol, spread, node, zone, rule, endpoints, choice, source, policy, target, outcome, why } =
    attempt
  rows.push(['connect', `${address}:${port}/${protocol}`])
  if (spread) rows.push(['spread', `by the ${spread.by} over ${someOf(spread.nodes)}: ${node}`])
  if (rule) {
    const { entry, port: number, policy: list, chains, hints, verdict } = rule
    const to = number
      ? ` port ${number.name ? `${number.name} ` : ''}${number.number}/${number.protocol} -> ${number.targetPort}`
      : ''
    const by = entry ? `, by ${ENTRIES[entry]}` : ''
    rows.push([
      'rules',
      `${node ?? 'no node'}${zone === undefined ? '' : ` in zone ${zone}`}, kube-proxy in ${rule.mode} mode`,
    ])
    more([`  Service ${rule.service}${to}${by}${list ? `, traffic policy ${list}` : ''}`])
    if (hints) more([`  ${hints}`])
    if (chains.length > 0) more([`  ${paint.faint([...chains, ...(verdict ? [verdict] : [])].join(' > '))}`])
  } else if (node !== undefined) rows.push(['rules', `${node}: none for this address`])
  if (endpoints) {
    const kept = endpoints.filter(each => each.kept)
    rows.push(['endpoints', endpoints.length === 0 ? 'none' : `${kept.length} of ${endpoints.length} kept`])
    more([
      ...table(kept, '+', paint),
      ...table(
        endpoints.filter(each => !each.kept),
        '-',
        paint,
      ),
    ])
  }
  if (choice) rows.push(['choice', chosen(choice)])
  rows.push([
    'source',
    source.map(({ at, source: ip, why: reason }) => `${ip} (${at}${reason ? `: ${reason}` : ''})`).join(' > '),
  ])
  if (policy) {
    const text = policy.allowed ? 'allowed' : `refused${policy.direction ? ` (${policy.direction})` : ''}`
    const by = policy.policies.length > 0 ? ` [${policy.policies.join(', ')}]` : ''
    rows.push(['policy', `${policy.allowed ? text : paint.bad(text)}: ${policy.why}${by}`])
  }
  if (target && outcome === 'connected') {
    const container = target.container ? `, container ${target.container} (${target.image})` : ''
    const who = target.pod ? `pod ${target.pod} on ${target.node}${container}` : target.ip
    rows.push(['reach', `${who}, port ${target.port}/${protocol}`])
  }
  if (outcome !== 'connected') {
    const how = outcome === 'refused' ? 'refused' : 'nothing comes back'
    rows.push(['reach', `${paint.bad(how)}${why ? `: ${why}` : ''}`])
  }
}

/** The first few of many names. */
const someOf = (names: string[]) =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ')

function chosen({ endpoint, how, of, since }: NonNullable<TraceAttempt['choice']>): string {
  if (how === 'affinity') return `${endpoint}, where the client was before (sessionAffinity ClientIP, last at ${since})`
  if (how === 'round-robin') return `${endpoint}, the next of ${of} in turn`
  return of === 1 ? `${endpoint}, the only one` : `${endpoint}, drawn out of ${of} with equal chance`
}

function table(endpoints: NonNullable<TraceAttempt['endpoints']>, mark: string, paint: Paint): string[] {
  const shown = endpoints.slice(0, SHOWN)
  const cells = shown.map(({ endpoint, pod, node, zone, why }) => [endpoint, pod ?? '-', node ?? '-', zone ?? '-', why])
  const widths = [0, 1, 2, 3].map(i => Math.max(...cells.map(row => row[i]!.length)))
  const lines = cells.map(row => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
  const painted = lines.map(line =>
    mark === '+' ? `  ${paint.good(mark)} ${line}` : `  ${paint.faint(`${mark} ${line}`)}`,
  )
  return endpoints.length > SHOWN ? [...painted, `  ${mark} and ${endpoints.length - SHOWN} more`] : painted
}
