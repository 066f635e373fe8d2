import { type Command, type CommandContext, FailedError, type Flags } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { takeFiles } from './certificate-files.ts'
import { change, KUBECONFIG } from './source.ts'
import { unexpected } from './usage.ts'

export const setCluster: Command = {
  name: 'set-cluster',
  usage:
    'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  summary: 'Set a cluster entry in kubeconfig',
  long: 'What is not given stays as it is.',
  examples: `${PROGRAM} config set-cluster lab --server=https://10.0.0.1:6443 --kubeconfig lab.conf`,
  flags: [
    KUBECONFIG,
    { name: 'server', short: 's', type: 'string', help: 'Address of the API server.' },
    { name: 'tls-server-name', type: 'string', help: 'The name that must be in the certificate of the server.' },
    { name: 'certificate-authority', type: 'string', help: 'File with the certificate of the authority to trust.' },
    { name: 'insecure-skip-tls-verify', type: 'bool', help: 'Trust any certificate.' },
    { name: 'embed-certs', type: 'bool', help: 'Put the certificate itself into the kubeconfig.' },
    { name: 'proxy-url', type: 'string', help: 'Address of a proxy.' },
  ],
  complete: 'none',
  local: () => true,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length !== 1) throw unexpected(ctx, setCluster, args)
  const name = args[0]!
  if (name === '') throw new FailedError('you must specify a non-empty cluster name')
  const authority = flags['certificate-authority']
  if (flags['insecure-skip-tls-verify'] && authority) {
    throw new FailedError('you cannot specify a certificate authority and insecure mode at the same time')
  }
  if (flags['embed-certs'] && !authority) throw new FailedError('you must specify a --certificate-authority to embed')
  await change(ctx.io, flags, config => {
    const fields = { ...config.clusters.get(name) }
    for (const key of ['server', 'tls-server-name', 'proxy-url']) {
      if (flags[key] === '') delete fields[key]
      else if (flags[key] !== undefined) fields[key] = flags[key]
    }
    takeFiles(ctx.io, flags, fields, ['certificate-authority'])
    if (authority) delete fields['insecure-skip-tls-verify']
    const insecure = flags['insecure-skip-tls-verify']
    if (insecure !== undefined) {
      fields['insecure-skip-tls-verify'] = insecure || undefined
      // Either one trusts an authority or one trusts everybody.
      if (insecure) for (const key of ['certificate-authority', 'certificate-authority-data']) delete fields[key]
    }
    config.clusters.set(name, fields)
  })
  ctx.print(`Cluster ${JSON.stringify(name)} set.`)
}
