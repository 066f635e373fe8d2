import type { Command } from '../../command.ts'
import { dockerRegistry } from './secret-docker-registry.ts'
import { generic } from './secret-generic.ts'
import { tls } from './secret-tls.ts'

export const secret: Command = {
  name: 'secret',
  usage: '(docker-registry | generic | tls)',
  summary: 'Create a secret with specified type',
  long: `A docker-registry type secret is for accessing a container registry.

A generic type secret indicate an Opaque secret type.

A tls type secret holds TLS certificate and its associated key.`,
  commands: [dockerRegistry, generic, tls],
}
