import type { Image, Running } from './image.ts'
import { json } from './page.ts'
import { versions } from './tags.ts'

const management = ({ tag }: Running) => tag.includes('management')

/** RabbitMQ: AMQP on 5672, with a `-management` tag its web interface on 15672. Queues are not simulated. */
export const rabbitmq = (): Image => ({
  names: ['rabbitmq', 'library/rabbitmq'],
  tags: tag => versions({ 3: 13, 4: 2 }, 'management', 'alpine')(tag),
  memory: () => 100 * 2 ** 20,
  size: 105_000_000,
  cmd: ['rabbitmq-server'],
  programs: ['rabbitmq-server', 'rabbitmqctl', 'rabbitmq-diagnostics'],
  userland: 'debian',
  listens: running => {
    const ports = management(running) ? [5672, 15672, 25672, 4369] : [5672, 25672, 4369]
    return ports.map(port => ({ port, protocol: 'TCP' as const }))
  },
  http: (_, port, running) =>
    port === 15672 ? json({ name: 'RabbitMQ Management', node: `rabbit@${running.pod.metadata.name}` }) : undefined,
  exec: (argv, running) => {
    if (argv[0]!.endsWith('rabbitmq-server')) return undefined
    return {
      stdout: `Will ping rabbit@${running.pod.metadata.name}. This only checks if the OS process is running.\nPing succeeded\n`,
      stderr: '',
      code: 0,
    }
  },
  logs: ({ startedAt: at, pod }) => {
    const stamp = `${new Date(at).toISOString().replace('T', ' ').replace('Z', '000+00:00')} [info] <0.9.0>`
    return [`${stamp} Starting RabbitMQ on node rabbit@${pod.metadata.name}`, `${stamp} Server startup complete`].map(
      line => ({ at, line }),
    )
  },
})
