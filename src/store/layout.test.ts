import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { prepareLayout } from './layout.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-layout-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('another process makes the tables while this one looks for them', () => {
  const file = join(folder, 'state.db')
  const [first, second] = [openDatabase(file), openDatabase(file)]
  second.exec('PRAGMA journal_mode = WAL')
  let others = 0
  const interrupted: Database = {
    exec: sql => first.exec(sql),
    close: () => first.close(),
    prepare: sql => {
      const statement = first.prepare(sql)
      const get = (...values: (string | number)[]) => {
        const row = statement.get(...values)
        if (others++ === 0) prepareLayout(second, file)
        return row
      }
      return { get, run: (...values) => statement.run(...values), all: (...values) => statement.all(...values) }
    },
  }
  prepareLayout(interrupted, file)
  expect(first.prepare('SELECT value FROM counter WHERE name = ?').get('revision').value).toBe(0)
  for (const database of [first, second]) database.close()
})

test('a file of an older layout is taken as it is', () => {
  const file = join(folder, 'state.db')
  const database = openDatabase(file)
  prepareLayout(database, file)
  database.exec('PRAGMA user_version = 1')
  prepareLayout(database, file)
  expect(database.prepare('PRAGMA user_version').get().user_version).toBe(2)
  database.close()
})
