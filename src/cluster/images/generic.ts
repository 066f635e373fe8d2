import type { Image } from './image.ts'
import { text, whoAnswers } from './page.ts'

/**
 * Any image that has no module of its own: it runs, and serves on every containerPort a plain page that names the pod,
 * its IP, node, namespace and image, so that balancing, canaries and rollouts can be seen. A command that is no standard
 * tool is taken for its server. All its health checks pass.
 */
export const generic: Image = {
  names: ['*'],
  programs: ['*'],
  userland: 'debian',
  tools: ['curl', 'wget', 'ps', 'nslookup', 'nc', 'uptime', 'ash'],
  grpc: () => 'SERVING',
  http: (_, __, running) => text(`${whoAnswers(running)}\n`),
}
