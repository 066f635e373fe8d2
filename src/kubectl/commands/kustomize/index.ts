import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { toYaml } from '../../../lib/yaml.ts'
import type { Command } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { osText } from '../../manifests/files.ts'
import { PROGRAM } from '../../globals.ts'
import { buildKustomization } from './build.ts'

export const kustomize: Command = {
  name: 'kustomize',
  group: 'Advanced Commands:',
  usage: 'DIR',
  summary: 'Build a kustomization target from a directory',
  long: `Print the objects that a kustomization stands for. The same happens wherever a command takes -k.

It may say resources, patches, namePrefix, nameSuffix, namespace, labels, commonAnnotations, images, replicas,
configMapGenerator and secretGenerator. Everything else is refused by name.`,
  examples: `  # What does this folder stand for?
  kubesim kustomize overlays/test

  # Apply it
  kubesim apply -k overlays/test`,
  complete: 'file',
  flags: [{ name: 'output', short: 'o', type: 'string', default: '', help: 'Write to this file instead.' }],
  local: () => true,
  async run(ctx, args, flags) {
    if (args.length > 1) {
      throw new UsageError(
        'specify one path to a kustomization directory',
        `See '${PROGRAM} kustomize -h' for help and examples`,
      )
    }
    const objects = await buildKustomization(ctx.io, args[0] ?? '.')
    const text = objects.map(toYaml).join('---\n')
    if (flags['output'] === '') {
      ctx.io.stdout(text)
      return
    }
    try {
      writeFileSync(resolve(ctx.io.cwd, flags['output']), text)
    } catch (error) {
      throw new FailedError(`open ${flags['output']}: ${osText(error)}`)
    }
  },
}
