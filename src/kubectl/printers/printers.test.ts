import { describe, expect, it } from 'vitest'
import { customColumns } from './custom-columns.ts'
import { asList } from './index.ts'
import { kyaml } from './kyaml.ts'
import { name, yaml } from './plain.ts'
import { compareNaturally, sortByField } from './sorting.ts'
import { TablePrinter } from './table.ts'

const pod = (podName: string, labels?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: podName, namespace: 'default', labels },
  spec: { containers: [{ image: 'a:1' }, { image: 'b:2' }], priority: 3 },
})
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }

describe('formats', () => {
  it('name', () => {
    expect(name()(asList([pod('x'), deployment]))).toBe('pod/x\ndeployment.apps/web\n')
  })

  it('yaml separates documents', () => {
    const print = yaml()
    expect(print({ a: 1 }) + print({ b: 2 })).toBe('a: 1\n---\nb: 2\n')
  })

  it('kyaml', () => {
    expect(
      kyaml()({ b: [], a: { 'x/y': 'two\nlines\n', no: '1' }, c: [{ d: 1 }, { e: 'f' }], g: ['h'], i: {} }),
    ).toBe(`---
{
  a: {
    "no": "1",
    x/y: "\\
       two\\n\\
       lines\\n\\
      ",
  },
  b: [],
  c: [{
    d: 1,
  }, {
    e: "f",
  }],
  g: [
    "h",
  ],
  i: {},
}
`)
  })

  it('custom columns', () => {
    const print = customColumns(
      'NAME:.metadata.name,IMAGES:spec.containers[*].image,APP:{.metadata.labels.app}',
      false,
      false,
    )
    expect(print(asList([pod('x', { app: 'web' })])) + print(pod('y'))).toBe(
      'NAME   IMAGES    APP\nx      a:1,b:2   web\ny      a:1,b:2   <none>\n',
    )
  })

  it('custom columns of a file', () => {
    expect(customColumns('A   B\n.kind  .spec.priority\n', true, false)(pod('x'))).toBe('A     B\nPod   3\n')
  })

  it.each([
    ['NAME', 'unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>'],
    ['A:.b:c', 'unexpected custom-columns spec: A:.b:c, expected <header>:<json-path-expr>'],
  ])('custom columns %s', (spec, message) => {
    expect(() => customColumns(spec, false, false)).toThrow(message)
  })
})

describe('sortByField', () => {
  const items = [{ n: 'b10' }, { n: 'b9' }, {}, { n: 'a' }]
  it('puts what lacks the field first and compares digits as numbers', () => {
    expect(sortByField(items, item => item, '.n')).toEqual([{}, { n: 'a' }, { n: 'b9' }, { n: 'b10' }])
  })
  it('knows quantities', () => {
    const sizes = [{ m: '1Gi' }, { m: '500Mi' }, { m: '2k' }]
    expect(sortByField(sizes, item => item, '{.m}').map(item => item.m)).toEqual(['2k', '500Mi', '1Gi'])
  })
  it('refuses a field that nobody has', () => {
    expect(() => sortByField(items, item => item, '.zzz')).toThrow(`couldn't find any field with path "{.zzz}"`)
  })
  it.each([
    ['a1', 'a01', 1],
    ['a2', 'a10', -1],
    ['a', 'a1', -1],
    ['b', 'a1', 1],
    ['x', 'x', 0],
  ])('%s and %s', (a, b, sign) => {
    expect(Math.sign(compareNaturally(a, b))).toBe(sign)
  })
})

describe('TablePrinter', () => {
  const resource = {
    group: 'apps',
    version: 'v1',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    plural: 'deployments',
    singular: 'deployment',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: [],
    subresources: [],
    resource: 'deployments.apps',
    groupResource: 'deployments.apps',
    preferred: true,
  }
  const head = [
    { name: 'Name', type: 'string', wide: false },
    { name: 'Up-to-date', type: 'integer', wide: false },
    { name: 'Node', type: 'string', wide: true },
  ]
  const rows = [{ cells: ['web', 3, 'n1'], object: pod('web', { 'x.io/zone': 'a', app: 'web' }) }]

  it.each<[string, object, string]>([
    ['plain', {}, 'NAME   UP-TO-DATE\nweb    3\n'],
    ['wide', { wide: true, noHeaders: true }, 'web   3     n1\n'],
    ['all namespaces', { withNamespace: true }, 'NAMESPACE   NAME   UP-TO-DATE\ndefault     web    3\n'],
    ['kinds', { withKind: true }, 'NAME                  UP-TO-DATE\ndeployment.apps/web   3\n'],
    [
      'labels',
      { labelColumns: ['x.io/zone', 'none'], showLabels: true },
      'NAME   UP-TO-DATE   ZONE   NONE   LABELS\nweb    3            a             app=web,x.io/zone=a\n',
    ],
  ])('%s', (_, options, text) => {
    expect(new TablePrinter(resource, options).print(head, rows)).toBe(text)
  })

  it('keeps its widths and prints its headers once', () => {
    const printer = new TablePrinter(resource, { withEvent: true })
    const event = (type: string, podName: string) => [{ event: type, cells: [podName, 1, ''], object: pod(podName) }]
    expect(printer.print(head, event('ADDED', 'long-name')) + printer.print(head, event('MODIFIED', 'x'))).toBe(
      'EVENT      NAME        UP-TO-DATE\nADDED      long-name   1\nMODIFIED   x           1\n',
    )
  })

  it('shows one line of a cell', () => {
    const broken = [{ cells: ['a\nb', 1, ''], object: pod('x') }]
    expect(new TablePrinter(resource, { noHeaders: true }).print(head, broken)).toBe('a...   1\n')
  })
})
