import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyboard } from '../../../../test/keyboard.ts'

const folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
const kubesim = keyboard(folder)

beforeAll(async () => {
  await kubesim(['run', 'web', '--image=nginx', '--port=80', '--expose'])
  await kubesim(['clock', 'settle'])
})
afterAll(() => rmSync(folder, { recursive: true }))

const ANNOUNCED =
  "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n"

const SHELL = ['run', 'tmp', '-it', '--rm', '--restart=Never', '--image=busybox:1.36', '--quiet', '--', 'sh']

test.each<[string, string[], string, number]>([
  [
    'folder, variables and functions go on',
    ['cd /etc', 'f() { echo "$X $PWD"; }', 'X=1', 'f'],
    '/ # /etc # /etc # /etc # 1 /etc\n/etc # \n',
    0,
  ],
  ['a command over several lines', ['for i in 1 2', 'do echo $i', 'done'], '/ # > > 1\n2\n/ # \n', 0],
  ['what does not parse', ['fi', 'echo $?'], '/ # sh: syntax error: unexpected "fi"\n/ # 2\n/ # \n', 0],
  ['a program reads what is typed', ['read a; echo "<$a>"', 'some words'], '/ # <some words>\n/ # \n', 0],
  ['the network', ['wget -qO- web >/tmp/page; grep -c nginx /tmp/page'], '/ # 3\n/ # \n', 0],
  ['time passes', ['sleep 30; echo late'], '/ # late\n/ # \n', 0],
  ['it ends as the shell ends', ['exit 3'], '/ # pod default/tmp terminated (Error)\n', 3],
])('%s', async (_, typed, screen, code) => {
  expect(await kubesim(SHELL, ...typed)).toEqual({ code, screen })
  expect((await kubesim(['get', 'pod', 'tmp', '--ignore-not-found'])).screen).not.toContain('Running')
  await kubesim(['clock', 'settle'])
})

test('words of kubectl, and a log with all that was seen', async () => {
  const { code, screen } = await kubesim(
    ['run', 'seen', '-it', '--restart=Never', '--image=busybox:1.36', '--', 'sh'],
    'echo hi',
  )
  expect({ code, screen }).toEqual({ code: 0, screen: `${ANNOUNCED}/ # hi\n/ # \n` })
  expect((await kubesim(['logs', 'seen'])).screen).toBe('/ # echo hi\nhi\n/ # \n')
})

test('a shell that is started again can be attached to', async () => {
  const { screen } = await kubesim(['run', 'stays', '-it', '--image=busybox:1.36', '--', 'sh'], 'exit')
  expect(screen).toBe(
    `${ANNOUNCED}/ # Session ended, resume using 'kubesim attach stays -c stays -i -t' command when the pod is running\n`,
  )
  await kubesim(['clock', 'advance', '1m'])
  expect((await kubesim(['attach', 'stays', '-it', '-q'], 'echo back')).screen).toBe('back\n/ # \n')
})
