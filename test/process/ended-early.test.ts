import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { Terminals } from './terminal.ts'

/** Commands that somebody ends in the middle. */
const here = new Terminals('wall')
afterAll(() => here.close())

/** A manifest of as many ConfigMaps as it takes a moment to apply. */
const batch = (name: string): string =>
  Array.from(
    { length: 400 },
    (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}-${i}, labels: {batch: ${name}}}\n`,
  ).join('---\n')

const applied = async (name: string) =>
  (await here.run(['get', 'configmaps', '-l', `batch=${name}`, '-o', 'name'])).stdout.split('\n').length - 1

test('kill -9 in the middle of commands: each is there as a whole or not at all', async () => {
  await here.run(['get', 'pods'])
  for (const [turn, ms] of [60, 120, 180, 240, 300, 400].entries()) {
    const apply = here.start(['apply', '-f', '-'], { stdin: batch(`b${turn}`) })
    setTimeout(() => apply.kill('SIGKILL'), ms)
    const { stdout } = await apply.end
    const count = await applied(`b${turn}`)
    expect(count === 0 || count === 400).toBe(true)
    if (stdout !== '') expect(count).toBe(400)
  }
  const database = openDatabase(here.path('home/default.db'))
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
})

test('Ctrl-C in the middle of an apply: nothing is half there', async () => {
  const apply = here.start(['apply', '-f', '-'], { stdin: batch('c') })
  setTimeout(() => apply.kill('SIGINT'), 150)
  const { code, stdout } = await apply.end
  const count = await applied('c')
  expect([0, 400]).toContain(count)
  expect([0, 130]).toContain(code)
  // It was faster, or it said nothing.
  if (count === 0) expect([code, stdout]).toEqual([130, ''])
})

test('Ctrl-C while a command waits: what it did stays done', async () => {
  await here.run(['create', 'deployment', 'web', '--image=nginx:does-not-exist'])
  const waiting = here.start(['rollout', 'status', 'deployment/web'])
  await waiting.says(/Waiting/)
  waiting.kill('SIGINT')
  expect((await waiting.end).code).toBe(130)

  await here.run([
    'patch',
    'deployment',
    'web',
    '--type=merge',
    '-p',
    '{"metadata":{"finalizers":["example.com/hold"]}}',
  ])
  const deleting = here.start(['delete', 'deployment', 'web'])
  await deleting.says(/deleted/)
  deleting.kill('SIGINT')
  expect((await deleting.end).code).toBe(130)
  const { stdout } = await here.run(['get', 'deployment', 'web', '-o', 'jsonpath={.metadata.deletionTimestamp}'])
  expect(stdout).toMatch(/^\d{4}-/)
})

test('a reader that has seen enough', async () => {
  const piped = 'set -o pipefail; kubesim get configmaps | head -1; echo "exit ${PIPESTATUS[0]}"'
  const { stdout, stderr } = await here.bash(piped)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^NAME +DATA +AGE\nexit (0|141)\n$/)
  const made = await here.bash('kubesim create namespace shop | true; kubesim get namespace shop -o name')
  expect([made.stdout, made.stderr]).toEqual(['namespace/shop\n', ''])
})
