import type { Image } from './image.ts'
import { html, titledPage } from './page.ts'

/** A web page of the voting app on port 80; votes are not simulated. */
function page(name: string, title: string): Image {
  return {
    names: [`dockersamples/examplevotingapp_${name}`],
    size: 95_000_000,
    cmd: [name],
    programs: [name],
    userland: 'debian',
    tools: ['curl'],
    listens: () => [{ port: 80, protocol: 'TCP' }],
    http: (_, __, running) => html(titledPage(title, running)),
  }
}

/** Docker's example voting app: vote, result, and a worker without a port. */
export const votingApp = (): Image[] => [
  page('vote', 'Cats vs Dogs!'),
  page('result', 'Cats vs Dogs -- Result'),
  {
    names: ['dockersamples/examplevotingapp_worker'],
    size: 90_000_000,
    cmd: ['worker'],
    programs: ['worker'],
    userland: 'debian',
    listens: () => [],
    logs: ({ startedAt: at }) => ['Connected to db', 'Found redis'].map(line => ({ at, line })),
  },
]
