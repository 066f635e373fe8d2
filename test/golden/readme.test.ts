import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = import.meta.dirname
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** Rows of the first table: an area, how many sessions were recorded in it, how many are here. */
const areas = [...readme.matchAll(/^\| `(\w+)\/` \| (\d+) \| (\d+) \|$/gm)].map(([, area, recorded, here]) => ({
  area: area!,
  recorded: Number(recorded),
  here: Number(here),
}))

/** Rows of the second: a recording that is not here, and why. */
const exceptions = new Set([...readme.matchAll(/^\| `(\w+\/[-\w]+)` \| \S.* \|$/gm)].map(([, name]) => name!))

const sessions = (area: string): string[] => {
  try {
    return readdirSync(join(root, area))
      .filter(file => file.endsWith('.session'))
      .map(file => file.slice(0, -'.session'.length))
  } catch {
    return []
  }
}

test('the README tells how many sessions are here', () => {
  expect(areas.map(({ area, here }) => [area, here])).toEqual(areas.map(({ area }) => [area, sessions(area).length]))
  const sum = areas.reduce((total, { here }) => total + here, 0)
  const all = areas.reduce((total, { recorded }) => total + recorded, 0)
  expect(readme).toContain(`**${sum} of ${all}**`)
})

test('every recording is here or is an exception with its reason', () => {
  for (const { area, recorded } of areas) {
    const absent = [...exceptions].filter(name => name.startsWith(`${area}/`)).map(name => name.slice(area.length + 1))
    const names = [...sessions(area), ...absent].sort()
    expect(new Set(names).size, area).toBe(names.length)
    expect(names.length, area).toBe(recorded)
    // Recordings are numbered, except for those of public manifests.
    if (area !== 'public') expect(names.map(name => Number(name.slice(0, 2)))).toEqual(names.map((_, i) => i + 1))
  }
})
