import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { type End, Terminals } from './terminal.ts'

/** What the program says of a state file that it cannot use; the file stays as it is. */
const here = new Terminals('virtual')
afterAll(() => here.close())

/** Permissions do not hold root back; nobody is somebody else. */
const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
/** Not where the repository lies in a folder of root's. */
const canBeNobody = spawnSync(process.execPath, ['bin/kubesim.cjs', 'help'], asNobody).status === 0

const lines = ({ stderr }: End) => stderr.replaceAll(here.folder, 'FOLDER')

beforeAll(async () => {
  await here.run(['--state', here.path('good.db'), 'create', 'deployment', 'web', '--image=nginx', '--replicas=20'])
})

function sqlite(file: string, sql: string): void {
  const database = openDatabase(file)
  database.exec(sql)
  database.close()
}

const copy = (name: string, change: (file: string) => void) => () => {
  cpSync(here.path('good.db'), here.path(name))
  change(here.path(name))
}

const table: [what: string, make: () => void, file: string, error: string][] = [
  ['a folder', () => mkdirSync(here.path('folder.db')), 'folder.db', 'is a directory'],
  [
    'a text',
    () => writeFileSync(here.path('text.db'), 'Dear diary, today I learned about Pods.\n'.repeat(20)),
    'text.db',
    'is not a kubesim state file (file is not a database); it was left as it is',
  ],
  [
    "another program's database",
    () => sqlite(here.path('other.db'), 'CREATE TABLE songs (title TEXT)'),
    'other.db',
    'is a SQLite database, but not a kubesim state file; it was left as it is',
  ],
  [
    'a newer version',
    copy('newer.db', file => sqlite(file, 'PRAGMA user_version = 99')),
    'newer.db',
    'was written by a newer kubesim (layout 99, this one knows 2); it was left as it is',
  ],
  [
    'a file cut short',
    copy('cut.db', file => truncateSync(file, 50_000)),
    'cut.db',
    'is damaged (database disk image is malformed); it was left as it is',
  ],
  [
    'a file written over',
    copy('torn.db', file => writeFileSync(file, readFileSync(file).fill(0xff, 8192, 200_000))),
    'torn.db',
    'is damaged (database disk image is malformed); it was left as it is',
  ],
]
test.each(table)('%s', async (_, make, name, error) => {
  make()
  const file = here.path(name)
  const before = name === 'folder.db' ? undefined : readFileSync(file)
  for (const argv of [
    ['get', 'pods'],
    ['create', 'namespace', 'shop'],
  ]) {
    const end = await here.run(['--state', file, ...argv])
    expect([end.code, end.stdout, lines(end)]).toEqual([1, '', `error: state file FOLDER/${name} ${error}\n`])
  }
  if (before) expect(readFileSync(file).equals(before)).toBe(true)
})

test('a folder that is not there, or is a file', async () => {
  expect(lines(await here.run(['--state', here.path('nowhere/x.db'), 'get', 'pods']))).toBe(
    'error: state file FOLDER/nowhere/x.db: there is no folder FOLDER/nowhere\n',
  )
  writeFileSync(here.path('file'), '')
  expect(lines(await here.run(['--state', here.path('file/x.db'), 'get', 'pods']))).toBe(
    'error: state file FOLDER/file/x.db: FOLDER/file is no folder\n',
  )
  expect(lines(await here.run(['get', 'pods'], { env: { KUBESIM_HOME: here.path('file') } }))).toBe(
    'error: cannot make the folder for clusters, FOLDER/file: a file is in the way\n',
  )
})

test.skipIf(!canBeNobody)('a folder in which nothing may be written, a file that may not be read', async () => {
  chmodSync(here.folder, 0o555)
  try {
    const write = await here.run(['--state', here.path('good.db'), 'create', 'namespace', 'shop'], asNobody)
    expect([write.code, write.stdout, lines(write)]).toEqual([
      1,
      '',
      'error: state file FOLDER/good.db cannot be written: the file or its folder is read-only\n',
    ])
    const fresh = await here.run(['--state', here.path('fresh.db'), 'get', 'pods'], asNobody)
    expect([fresh.code, lines(fresh)]).toEqual([
      1,
      'error: state file FOLDER/fresh.db cannot be opened (unable to open database file)\n',
    ])
    expect(existsSync(here.path('fresh.db'))).toBe(false)
    chmodSync(here.path('good.db'), 0o000)
    const read = await here.run(['--state', here.path('good.db'), 'get', 'pods'], asNobody)
    expect([read.code, lines(read)]).toEqual([
      1,
      'error: state file FOLDER/good.db cannot be opened (unable to open database file)\n',
    ])
  } finally {
    chmodSync(here.path('good.db'), 0o644)
    chmodSync(here.folder, 0o755)
  }
})

test('between commands the file alone is the cluster', async () => {
  cpSync(here.path('good.db'), here.path('elsewhere.db'))
  const { stdout } = await here.run(['--state', here.path('elsewhere.db'), 'get', 'deployment', '-o', 'name'])
  expect(stdout).toBe('deployment.apps/web\n')
})

/** Whether this machine lets us have a small disk of our own. */
const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', '/mnt']).status === 0

test.skipIf(!canMount)(
  'a full disk: a command is there as a whole or not at all, and says nothing it did not do',
  async () => {
    mkdirSync(here.path('disk'))
    const end = await here.bash(`
    unshare -m bash <<'END'
    kubesim() { '${process.execPath}' '${process.cwd()}/bin/kubesim.cjs' --state disk/small.db "$@"; }
    mount -t tmpfs -o size=2m none disk
    kubesim create namespace shop
    for i in 1 2 3 4; do
      kubesim create deployment web-$i --image=nginx --replicas=50 || echo "exit $?"
    done
    kubesim get deployments -o name
END`)
    const { stdout } = end
    expect(stdout).toMatch(
      /^namespace\/shop created\n(deployment.apps\/web-\d created\n)+(exit 1\n)+(deployment.apps\/web-\d\n)+$/,
    )
    const made = [...stdout.matchAll(/(web-\d) created/g)].map(m => m[1])
    const there = [...stdout.matchAll(/(web-\d)$/gm)].map(m => m[1])
    expect(there).toEqual(made)
    expect(new Set(lines(end).trim().split('\n'))).toEqual(
      new Set([
        'error: state file FOLDER/disk/small.db cannot grow: the disk is full; nothing of this command was kept',
      ]),
    )
  },
)

test('a file that may not grow', async () => {
  const end = await here.bash(`
    ulimit -f 700
    kubesim --state short.db create namespace shop
    kubesim --state short.db create deployment web --image=nginx --replicas=100 || echo "exit $?"
    kubesim --state short.db get deployments`)
  expect(end.stdout).toBe('namespace/shop created\nexit 1\n')
  expect(lines(end)).toBe(
    'error: state file FOLDER/short.db cannot be read or written (disk I/O error); nothing of this command was kept\nNo resources found in default namespace.\n',
  )
})
