import type { Command } from '../../command.ts'
import { env } from './env.ts'
import { image } from './image.ts'
import { resources } from './resources.ts'
import { selector } from './selector.ts'
import { serviceAccount } from './serviceaccount.ts'
import { subject } from './subject.ts'

export const set: Command = {
  name: 'set',
  group: 'Basic Commands (Beginner):',
  usage: 'SUBCOMMAND',
  summary: 'Set specific features on objects',
  title: 'Configure application resources',
  long: 'These commands help you make changes to existing application resources.',
  commands: [env, image, resources, selector, serviceAccount, subject],
}
