import { expect, test } from 'vitest'
import type { Pod, Service } from '../../../lib/objects.ts'
import { parsePort, podPort, servicePort } from './ports.ts'

const pod = {
  metadata: { name: 'web-1' },
  spec: {
    containers: [
      {
        name: 'web',
        ports: [
          { name: 'http', containerPort: 8080 },
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
        ],
      },
    ],
  },
} as unknown as Pod

const service = (clusterIP: string) =>
  ({
    metadata: { name: 'web' },
    spec: {
      clusterIP,
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'admin', port: 90, targetPort: 9000 },
        { name: 'same', port: 70 },
        { name: 'lost', port: 60, targetPort: 'nowhere' },
        { name: 'udp', port: 53, protocol: 'UDP' },
      ],
    },
  }) as unknown as Service

const said = (act: () => unknown) => {
  try {
    return act()
  } catch (error) {
    return (error as Error).message
  }
}

test.each([
  ['8080:80', { local: 8080, remote: 80 }],
  ['80', { local: 80, remote: 80 }],
  [':80', { local: 0, remote: 80 }],
  ['1:2:3', "invalid port format '1:2:3'"],
  ['80:', `error parsing remote port '': strconv.ParseUint: parsing "": invalid syntax`],
  ['x:80', `error parsing local port 'x': strconv.ParseUint: parsing "x": invalid syntax`],
  ['70000', `error parsing local port '70000': strconv.ParseUint: parsing "70000": value out of range`],
  ['80:0', 'remote port must be > 0'],
])('parsePort %s', (word, result) => {
  expect(said(() => parsePort(word))).toEqual(result)
})

test.each([
  ['80', '80'],
  ['http', '8080'],
  ['1234:http', '1234:8080'],
  [':http', ':8080'],
  ['admin', "Pod 'web-1' does not have a named port 'admin'"],
  ['dns', 'UDP protocol is not supported for dns'],
  ['5353:53', 'UDP protocol is not supported for 53'],
])('podPort %s', (word, result) => {
  expect(said(() => podPort(word, pod))).toBe(result)
})

test.each([
  ['80', '10.0.0.1', '80:8080'],
  ['http', '10.0.0.1', '80:8080'],
  ['8080:http', '10.0.0.1', '8080'],
  [':admin', '10.0.0.1', ':9000'],
  ['70', '10.0.0.1', '70'],
  ['http', 'None', '80'],
  ['99', '10.0.0.1', 'Service web does not have a service port 99'],
  ['none', '10.0.0.1', "Service 'web' does not have a named port 'none'"],
  ['lost', '10.0.0.1', "Pod 'web-1' does not have a named port 'nowhere'"],
  ['53', '10.0.0.1', 'UDP protocol is not supported for 53'],
])('servicePort %s of %s', (word, clusterIP, result) => {
  expect(said(() => servicePort(word, service(clusterIP), pod))).toBe(result)
})
