import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { osText } from '../../manifests/files.ts'
import { APPEND_HASH } from './append-hash.ts'
import { GENERATOR_FLAGS, oneName } from './generator.ts'
import { generateSecret } from './secret-object.ts'

export const tls: Command = {
  name: 'tls',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  summary: 'Create a TLS secret',
  examples: `  # From a certificate and its key
  kubesim create secret tls shop-cert --cert=shop.crt --key=shop.key`,
  flags: [
    APPEND_HASH,
    { name: 'cert', type: 'string', default: '', help: 'Path to a PEM encoded certificate.' },
    ...GENERATOR_FLAGS,
    { name: 'key', type: 'string', default: '', help: 'Path to the private key of the certificate.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const name = oneName(args, 'create secret tls')
  if (!flags['key'] || !flags['cert']) throw new FailedError('key and cert must be specified')
  const cert = await read(ctx, flags['cert'])
  const key = await read(ctx, flags['key'])
  checkPair(cert, key)
  await generateSecret(ctx, flags, name, 'kubernetes.io/tls', { 'tls.crt': cert, 'tls.key': key })
}

async function read(ctx: CommandContext, path: string): Promise<Buffer> {
  try {
    return await readFile(resolve(ctx.io.cwd, path))
  } catch (error) {
    throw new FailedError(`Cannot read file ${path}, open ${path}: ${osText(error)}`)
  }
}

/** In the words of Go's tls.X509KeyPair. */
function checkPair(cert: Buffer, key: Buffer): void {
  if (!cert.includes('-----BEGIN')) throw new FailedError('tls: failed to find any PEM data in certificate input')
  if (!key.includes('-----BEGIN')) throw new FailedError('tls: failed to find any PEM data in key input')
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(cert)
  } catch {
    throw new FailedError('x509: malformed certificate')
  }
  let matches: boolean
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    throw new FailedError('tls: failed to parse private key')
  }
  if (!matches) throw new FailedError('tls: private key does not match public key')
}
