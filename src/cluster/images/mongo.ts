import type { Image } from './image.ts'
import { versions } from './tags.ts'

/** MongoDB on port 27017. A browser or curl there gets the server's one plain HTTP sentence. Data is not simulated. */
export const mongo = (): Image => ({
  names: ['mongo', 'library/mongo'],
  tags: versions({ 3: 7, 4: 4, 5: 0, 6: 0, 7: 0, 8: 2 }, 'jammy', 'noble'),
  memory: () => 100 * 2 ** 20,
  size: 300_000_000,
  cmd: ['mongod'],
  programs: ['mongod', 'mongosh', 'mongo'],
  userland: 'debian',
  listens: () => [{ port: 27017, protocol: 'TCP' }],
  http: () => ({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: 'It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n',
  }),
  exec: argv => {
    if (argv[0]!.endsWith('mongod')) return undefined
    if (argv.some(word => /ping|hello|isMaster/.test(word))) return { stdout: '{ ok: 1 }\n', stderr: '', code: 0 }
    return { stdout: '', stderr: `${argv[0]}: kubesim keeps no data and does not simulate it\n`, code: 1 }
  },
  logs: ({ startedAt: at }) => {
    const entry = (id: number, msg: string, attr: object) => {
      const t = { $date: new Date(at).toISOString().replace('Z', '+00:00') }
      return { at, line: JSON.stringify({ t, s: 'I', c: 'NETWORK', id, ctx: 'initandlisten', msg, attr }) }
    }
    return [
      entry(23015, 'Listening on', { address: '0.0.0.0' }),
      entry(23016, 'Waiting for connections', { port: 27017, ssl: 'off' }),
    ]
  },
})
