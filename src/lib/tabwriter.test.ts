import { expect, test } from 'vitest'
import { columns } from './columns.ts'
import { Describe, describeEvents } from './describe.ts'
import type { Event } from './objects.ts'
import { tabwriter } from './tabwriter.ts'

test.each([
  ['a\tb\nlonger\tc', 'a       b\nlonger  c'],
  ['no tabs\na\tb', 'no tabs\na  b'],
  ['a\tb\tc\nx\tyyy\n1\t2\t3', 'a  b  c\nx  yyy\n1  2  3'],
  ['a\tbb\tc\naaa\tb\td', 'a    bb  c\naaa  b   d'],
  ['é\tx\nab\ty', 'é   x\nab  y'],
  ['a\t\tb\nc\td\te', 'a     b\nc  d  e'],
])('tabwriter(%j)', (text, aligned) => expect(tabwriter(text)).toBe(aligned))

test('a table', () => {
  expect(
    columns([
      ['NAME', 'AGE'],
      ['a-long-name', '5s'],
    ]),
  ).toBe('NAME          AGE\na-long-name   5s\n')
  expect(columns([['x', '1', '']])).toBe('x     1     \n')
})

test('a watched table keeps its widths', () => {
  const widths: number[] = []
  columns([['longer-name', 'x']], widths)
  expect(columns([['a', 'y']], widths)).toBe('a             y\n')
})

const event = (more: Partial<Event>): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'x' },
  involvedObject: {},
  type: 'Normal',
  reason: 'Scaled',
  message: 'up\n',
  source: { component: 'me' },
  firstTimestamp: '2026-01-01T00:00:00Z',
  lastTimestamp: '2026-01-01T00:00:00Z',
  count: 1,
  ...more,
})

test('a description', () => {
  const text = new Describe()
    .line(0, 'Name', 'web')
    .labels({ b: '2', a: '1' })
    .annotations({ note: 'x', long: 'one\ntwo', 'kubectl.kubernetes.io/last-applied-configuration': '{}' })
    .map('Selector', undefined)
    .write(0, 'Containers:\n')
    .line(1, 'web', '')
    .line(2, 'Image', 'nginx')
    .write(0, describeEvents([], 0))
  expect(text.toString()).toBe(`Name:         web
Labels:       a=1
              b=2
Annotations:  long:
                one
                two
              note: x
Selector:     <none>
Containers:
  web:      
    Image:  nginx
Events:     <none>`)
})

test('events', () => {
  const now = Date.UTC(2026, 0, 1, 0, 1)
  const later = event({ lastTimestamp: '2026-01-01T00:00:50Z', count: 3, reason: 'Later' })
  const text = new Describe().line(0, 'N', 'x').write(0, describeEvents([later, event({})], now))
  expect(text.toString()).toBe(`N:  x
Events:
  Type    Reason  Age                From  Message
  ----    ------  ----               ----  -------
  Normal  Scaled  60s                me    up
  Normal  Later   10s (x3 over 60s)  me    up`)
})
