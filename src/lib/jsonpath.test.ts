import { expect, test } from 'vitest'
import { compileJsonPath, findJsonPath, relaxedJsonPath } from './jsonpath.ts'

const pod = (name: string, node: string, labels: Record<string, string>, ...images: string[]) => ({
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    nodeName: node,
    grace: 30,
    links: true,
    none: {},
    containers: images.map(image => ({ image, name: image[0] })),
  },
})
const list = {
  items: [
    pod('api-0', 'n1', { app: 'api', env: 'prod', 'k8s.io/host': 'h' }, 'nginx', 'busybox'),
    pod('api-1', 'n2', { app: 'api', env: 'test' }, 'nginx'),
    pod('db-0', 'n1', { app: 'db', env: 'prod' }, 'postgres'),
    pod('tmp', 'n2', {}, 'redis'),
  ],
}
const one = list.items[0]

test.each([
  ['{.items[*].metadata.name}{"\\n"}', list, 'api-0 api-1 db-0 tmp\n'],
  [
    '{range .items[*]}{.metadata.name}{"\\t"}{.spec.nodeName}{"\\n"}{end}!',
    list,
    'api-0\tn1\napi-1\tn2\ndb-0\tn1\ntmp\tn2\n!',
  ],
  [
    '{range .items[:2]}{.metadata.name}:{range .spec.containers[*]} {.name}={.image}{end};{end}',
    list,
    'api-0: n=nginx b=busybox;api-1: n=nginx;',
  ],
  ['{range .nope[*]}{.x}{range .y[*]}{.z}{end}{end}after', list, 'after'],
  ['{.items[?(@.spec.nodeName=="n1")].metadata.name}', list, 'api-0 db-0'],
  ["{.items[?(@.metadata.labels.env!='prod')].metadata.name}", list, 'api-1'],
  ['{.items[?(@.metadata.labels.app)].metadata.name}', list, 'api-0 api-1 db-0'],
  ['{.items[?(@.spec.containers[1])].metadata.name}', list, 'api-0 api-1 db-0 tmp'],
  ['{.items[?(@.spec.grace>=30)].metadata.name}', list, 'api-0 api-1 db-0 tmp'],
  ['{.items[?(@.spec.links==true)].kind}', list, 'Pod Pod Pod Pod'],
  [
    '{.items[0].metadata.name} {.items[-1].metadata.name} {.items[1:3].metadata.name} {.items[::2].metadata.name}',
    list,
    'api-0 tmp api-1 db-0 api-0 db-0',
  ],
  ['{.metadata.labels}', one, '{"app":"api","env":"prod","k8s.io/host":"h"}'],
  ['{.spec..image}', one, 'nginx busybox'],
  ['{.spec.nope}[{.metadata.labels.nope}]', one, '[]'],
  ["{.metadata.labels['app','env']} {['kind']}", one, 'api prod Pod'],
  ['{.metadata.labels.k8s\\.io/host}', one, 'h'],
  ['name is {.metadata.name}, kind is {@.kind}', one, 'name is api-0, kind is Pod'],
  ['{$.spec.links} {.spec.grace} {.spec.none}', one, 'true 30 {}'],
  ['.items[0].name', one, '.items[0].name'],
  ['{.metadata.labels.*}', one, 'api prod h'],
  ['{.constructor}', one, ''],
  ['{"a\\u00e9\\x41"}', one, 'aéA'],
])('%s', (template, data, text) => expect(compileJsonPath(template)(data)).toBe(text))

test.each([
  ['{.items[*].metadata.name', 'unclosed action'],
  ['{.items[?(@.metadata.name=~"api")].kind}', "unrecognized character in action: U+007E '~'"],
  ['{.items[a]}', 'invalid array index a'],
  ['{.items[0}', 'unterminated array'],
  ['{"x}', 'unterminated quoted string'],
  ['{....a}', 'invalid multiple recursive descent'],
])('%s cannot be read', (template, error) => expect(() => compileJsonPath(template)).toThrow(error))

test.each([
  ['{.items[9].metadata.name}', 'array index out of bounds: index 9, length 4'],
  ['{.items[0].metadata[0]}', 'map[string]interface {} is not array or slice'],
  ['{nope}', 'unrecognized identifier nope'],
  ['{end}', 'not in range, nothing to end'],
  ['{.items[?(@.spec.grace=="a")]}', 'incompatible types for comparison'],
])('%s cannot be filled', (template, error) => expect(() => compileJsonPath(template)(list)).toThrow(error))

test('missing fields may be an error', () =>
  expect(() => compileJsonPath('{.spec.nope}', { allowMissing: false })(one)).toThrow('nope is not found'))

test('as JSON', () =>
  expect(compileJsonPath('{.items[:2].metadata.name}', { asJson: true })(list)).toBe(
    '[\n    "api-0",\n    "api-1"\n]\n',
  ))

test.each([
  ['x.y', '{.x.y}'],
  ['.x.y', '{.x.y}'],
  ['{x.y}', '{.x.y}'],
  ['{.x.y}', '{.x.y}'],
])('relaxed %s', (text, full) => expect(relaxedJsonPath(text)).toBe(full))

test('values found', () => expect(findJsonPath('{.items[*].spec.grace}', list)).toEqual([30, 30, 30, 30]))
