import type { Image } from './image.ts'
import { text } from './page.ts'

/** registry.k8s.io/echoserver: tells about the pod, the server and the request, on port 8080. */
export const echoserver = (): Image => ({
  names: [
    'registry.k8s.io/echoserver',
    'k8s.gcr.io/echoserver',
    'gcr.io/google_containers/echoserver',
    'kicbase/echo-server',
  ],
  size: 46_000_000,
  programs: ['*'],
  userland: 'debian',
  listens: () => [{ port: 8080, protocol: 'TCP' }],
  http: (request, port, { pod, env }) => {
    const [path, query = ''] = request.path.split('?')
    const known = [
      ['node name', env['NODE_NAME']],
      ['pod name', env['POD_NAME']],
      ['pod namespace', env['POD_NAMESPACE']],
      ['pod IP', env['POD_IP']],
    ].filter(([, value]) => value)
    const lines = [
      '',
      '',
      `Hostname: ${pod.metadata.name}`,
      '',
      'Pod Information:',
      ...(known.length ? known.map(([name, value]) => `\t${name}:\t${value}`) : ['\t-no pod information available-']),
      '',
      'Server values:',
      '\tserver_version=nginx: 1.14.2 - lua: 10015',
      '',
      'Request Information:',
      `\tclient_address=${request.from.replace(/:\d+$/, '')}`,
      `\tmethod=${request.method}`,
      `\treal path=${request.path}`,
      `\tquery=${query}`,
      '\trequest_version=1.1',
      '\trequest_scheme=http',
      `\trequest_uri=http://${request.host}:${port}${path}`,
      '',
      'Request Headers:',
      ...Object.entries({ ...request.headers, host: request.host })
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `\t${name}=${value}`),
      '',
      'Request Body:',
      request.body ? request.body : '\t-no body in request-',
      '',
    ]
    return text(`${lines.join('\n')}\n`)
  },
})
