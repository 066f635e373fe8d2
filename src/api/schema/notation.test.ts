import { expect, test } from 'vitest'
import { DEFINITIONS } from './definitions.ts'
import { definition } from './schema.ts'

const names = DEFINITIONS.split('\n')
  .map(line => /^([\w.-]+)(?: #\w+)?: /.exec(line)?.[1])
  .filter(name => name !== undefined)

test('a field alone is the field among all', () => {
  expect(names.length).toBeGreaterThan(300)
  for (const name of names) {
    const alone = definition(name).fields
    const all = [...alone.values()]
    expect(all.map(field => field.name)).toEqual([...alone.keys()])
    for (const field of all) {
      expect(alone.has(field.name)).toBe(true)
      expect(alone.get(field.name)).toBe(field)
    }
  }
})

test('what is always written is found at a glance', () => {
  for (const name of names) {
    const expected = [...definition(name).fields.values()].filter(
      ({ type, always, omitZero, pointer = type.pointer }: any) => {
        if (omitZero || type.kind === 'any' || type.kind === 'IntOrString') return false
        return always || (!pointer && ['struct', 'Time', 'MicroTime'].includes(type.kind))
      },
    )
    expect(definition(name).written, name).toEqual(expected)
  }
})

test.each(['image string', 'image string; command', '; command', '', 'x'])('%s is no field', name => {
  expect(definition('core.v1.Container').fields.get(name)).toBe(undefined)
  expect(definition('core.v1.Container').fields.has(name)).toBe(false)
})
