import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const ingress: Command = {
  name: 'ingress',
  aliases: ['ing'],
  usage: 'NAME --rule=host/path=service:port[,tls[=secret]]',
  summary: 'Create an ingress with the specified name',
  long: `A rule is "host/path=service:port[,tls[=secret]]". Without a host it is for every host. A path that ends in "*" is a
Prefix, any other is Exact.`,
  examples: `  # All requests for shop.example.com go to port 80 of the service web
  kubesim create ingress shop --rule="shop.example.com/*=web:80"

  # With TLS and a class
  kubesim create ingress shop --class=nginx --rule="shop.example.com/*=web:80,tls=shop-tls"

  # What no rule is for
  kubesim create ingress fallback --default-backend=web:http`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'annotation', type: 'array', help: 'An annotation: key=value.' },
    { name: 'class', type: 'string', default: '', help: 'The ingress class.' },
    { name: 'default-backend', type: 'string', default: '', help: 'Where the rest goes: service:port.' },
    { name: 'rule', type: 'array', help: 'A rule: host/path=service:port[,tls[=secret]].' },
  ],
  run,
}

const RULE =
  /^(?<host>[\w*.-]{0,253})(?<path>\/[^=]*)=(?<service>[\w.-]+):(?<port>\w[\w-]*)(?:,(?<tls>tls)(?:=(?<secret>[\w.-]*))?)?$/

interface HttpPath {
  path: string
  pathType: 'Exact' | 'Prefix'
  backend: object
}

/** Modelled on k8s.io/kubectl pkg/cmd/create, create_ingress.go. */
async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const name = oneName(args, 'create ingress')
  const rules: string[] = flags['rule']
  const fallback: string = flags['default-backend']
  if (rules.length === 0 && fallback === '') {
    throw new FailedError(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    )
  }
  const parsed = rules.map(parseRule)
  if (fallback !== '' && fallback.split(':').length !== 2) {
    throw new FailedError('default-backend should be in format servicename:serviceport')
  }
  const tls = tlsOf(parsed)
  const object = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations: annotationsOf(flags['annotation']) },
    spec: {
      ingressClassName: flags['class'] || undefined,
      defaultBackend: fallback === '' ? undefined : backend(...(fallback.split(':') as [string, string])),
      tls: tls.length > 0 ? tls : undefined,
      rules: parsed.length > 0 ? byHost(parsed) : undefined,
    },
  }
  await generate(ctx, flags, object, 'failed to create ingress: ')
}

type Parsed = { host: string; tls: boolean; secret?: string; path: HttpPath }

function parseRule(text: string): Parsed {
  const groups = RULE.exec(text)?.groups
  if (!groups) {
    throw new FailedError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
  }
  const { host = '', path = '', service, port, tls, secret } = groups
  const isPrefix = path.endsWith('*')
  return {
    host,
    tls: tls !== undefined,
    secret,
    path: {
      path: isPrefix ? path.slice(0, -1) : path,
      pathType: isPrefix ? 'Prefix' : 'Exact',
      backend: backend(service!, port!),
    },
  }
}

const backend = (name: string, port: string) => ({
  service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } },
})

/** Paths of one host stand in one rule. */
function byHost(parsed: Parsed[]) {
  const rules = new Map<string, HttpPath[]>()
  for (const { host, path } of parsed) {
    const known = rules.get(host)
    if (known) known.push(path)
    else rules.set(host, [path])
  }
  return [...rules].map(([host, paths]) => ({ host: host || undefined, http: { paths } }))
}

/** Hosts of one secret stand together. */
function tlsOf(parsed: Parsed[]) {
  const list: { hosts?: string[]; secretName?: string }[] = []
  for (const { host, tls, secret } of parsed) {
    if (!tls) continue
    const secretName = secret || undefined
    let known = list.find(each => each.secretName === secretName)
    if (!known) list.push((known = { secretName }))
    if (host !== '' && !known.hosts?.includes(host)) known.hosts = [...(known.hosts ?? []), host]
  }
  return list
}

function annotationsOf(pairs: string[]): Record<string, string> | undefined {
  if (pairs.length === 0) return undefined
  return Object.fromEntries(
    pairs.map(pair => {
      const equals = pair.indexOf('=')
      if (equals <= 0) throw new FailedError(`annotation ${pair} is invalid and should be in format key=[value]`)
      return [pair.slice(0, equals), pair.slice(equals + 1)]
    }),
  )
}
