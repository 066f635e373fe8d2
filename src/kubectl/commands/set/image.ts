import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { splitPairs } from '../../metadata.ts'
import { changeAll, checkFlags, containersOf, SET_FLAGS, setTargets, withContainers, withPodSpec } from './change.ts'

export const image: Command = {
  name: 'image',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  summary: 'Update the image of a pod template',
  long: 'Give containers other images. `*` stands for all containers.',
  examples: `  # Another image for the container web
  kubesim set image deployment/web web=nginx:1.27

  # The same image for all containers of all deployments
  kubesim set image deployments --all '*=nginx:1.27'`,
  complete: 'resource-name',
  flags: SET_FLAGS,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { resources, pairs } = splitPairs(args, 'image')
  const images = parseImages(pairs)
  const found = await setTargets(ctx, resources, flags)
  checkFlags(flags)
  if (images.size === 0) throw new FailedError('at least one image update is required')
  if (images.size > 1 && images.has('*')) {
    throw new FailedError(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    )
  }
  const errors: unknown[] = []
  await changeAll(ctx, found, flags, {
    done: 'image updated',
    errors,
    change: target =>
      withPodSpec(target, spec => {
        let next = spec
        for (const [name, image] of images) {
          const chosen = (container: string) => name === '*' || container === name
          if (!containersOf(spec).some(container => chosen(container.name))) {
            errors.push(new FailedError(`error: unable to find container named ${JSON.stringify(name)}`))
          }
          next = withContainers(next, chosen, container => ({ ...container, image }))
        }
        return next
      }),
  })
}

function parseImages(pairs: readonly string[]): Map<string, string> {
  const wrong = pairs.filter(pair => !pair.includes('='))
  if (wrong.length > 0) throw new FailedError(`invalid image format: ${wrong.join(', ')}`)
  return new Map(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
}
