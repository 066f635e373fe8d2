import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyboard } from '../../../../test/keyboard.ts'

const folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
const kubesim = keyboard(folder)

beforeAll(async () => {
  await kubesim(['run', 'web', '--image=nginx'])
  await kubesim(['run', 'box', '--image=busybox', '--', 'sleep', '9999'])
  await kubesim(['clock', 'settle'])
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each<[string, string[], string, number]>([
  ['the folder goes on', ['cd /etc', 'pwd'], '# # /etc\n# exit\n', 0],
  [
    'variables go on',
    ["A='it''s'; B=2", 'echo "$A $B"', 'unset B', 'echo ${B-none}'],
    '# # its 2\n# # none\n# exit\n',
    0,
  ],
  ['exported ones are seen by programs', ['export X=1', 'env | grep X='], '# # X=1\n# exit\n', 0],
  ['the status goes on', ['false', 'echo $?', 'false'], '# # 1\n# # exit\ncommand terminated with exit code 1\n', 1],
  ['exit', ['exit 3', 'echo no'], '# command terminated with exit code 3\n', 3],
  ['files stay', ['echo a > /tmp/a', 'cat /tmp/a'], '# # a\n# exit\n', 0],
])('%s', async (_, typed, screen, code) => {
  expect(await kubesim(['exec', '-it', 'web', '--', 'sh'], ...typed)).toEqual({ code, screen })
})

test('the prompts of bash and busybox', async () => {
  expect((await kubesim(['exec', '-it', 'web', '--', 'bash'], 'cd /tmp')).screen).toBe(
    'root@web:/# root@web:/tmp# exit\n',
  )
  expect((await kubesim(['exec', '-it', 'box', '--', 'sh'], 'cd /tmp')).screen).toBe('/ # /tmp # exit\n')
})

test('a loop over several lines', async () => {
  const { screen } = await kubesim(['exec', '-it', 'web', '--', 'sh'], 'for i in 1 2', 'do echo $i', 'done')
  expect(screen).toBe('# > > 1\n2\n# exit\n')
})
