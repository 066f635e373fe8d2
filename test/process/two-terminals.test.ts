import { afterAll, expect, test } from 'vitest'
import { Terminals } from './terminal.ts'

/** Several processes on one state file, on a wall clock. */
const here = new Terminals('wall')
afterAll(() => here.close())

test('get --watch in one terminal sees what another does', async () => {
  await here.run(['run', 'first', '--image=nginx:1.27'])
  const watching = here.start(['get', 'pods', '--watch'])
  // From here on it sees all that happens.
  await watching.says(/first/)
  const applied = await here.run(['create', 'deployment', 'web', '--image=nginx:1.27'])
  expect(applied.stdout).toBe('deployment.apps/web created\n')
  await watching.says(/web-\S+ +0\/1 +Pending[\s\S]*web-\S+ +0\/1 +ContainerCreating[\s\S]*web-\S+ +1\/1 +Running/)
  await here.run(['delete', 'deployment', 'web'])
  await watching.says(/web-\S+ +1\/1 +Terminating/)
  watching.kill('SIGINT')
  expect((await watching.end).code).toBe(130)
})

test('a rollout that one terminal waits for, and another undoes', async () => {
  await here.run(['create', 'deployment', 'api', '--image=nginx:1.27', '--replicas=2'])
  expect((await here.run(['rollout', 'status', 'deployment/api'])).code).toBe(0)
  await here.run(['set', 'image', 'deployment/api', 'nginx=nginx:does-not-exist'])
  const waiting = here.start(['rollout', 'status', 'deployment/api'])
  await waiting.says(/Waiting for deployment "api" rollout to finish/)
  await here.run(['rollout', 'undo', 'deployment/api'])
  const { code, stdout } = await waiting.end
  expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, 'deployment "api" successfully rolled out'])
})

test('many writers at once lose nothing', async () => {
  await here.run(['create', 'configmap', 'tally', '--from-literal=start=0'])
  const writers = ['a', 'b', 'c', 'd']
  const turns = Array.from({ length: 4 }, (_, i) => i)
  await Promise.all(
    writers.map(async writer => {
      for (const turn of turns) {
        const patch = JSON.stringify({ data: { [`${writer}${turn}`]: 'here' } })
        const ends = await Promise.all([
          here.run(['patch', 'configmap', 'tally', '-p', patch]),
          here.run(['create', 'configmap', `${writer}-${turn}`]),
        ])
        for (const { code, stderr } of ends) expect([code, stderr]).toEqual([0, ''])
      }
    }),
  )
  const all = writers.flatMap(writer => turns.map(turn => [writer, turn] as const))
  const { data } = JSON.parse((await here.run(['get', 'configmap', 'tally', '-o', 'json'])).stdout)
  expect(Object.keys(data).sort()).toEqual([...all.map(([writer, turn]) => `${writer}${turn}`), 'start'].sort())
  const { stdout } = await here.run(['get', 'configmaps', '-o', 'name'])
  for (const [writer, turn] of all) expect(stdout).toContain(`configmap/${writer}-${turn}\n`)
})

test('eight processes open a fresh file at once', async () => {
  const file = here.path('fresh.db')
  const ends = await Promise.all(
    Array.from({ length: 8 }, (_, i) => here.run(['--state', file, 'create', 'namespace', `n${i}`])),
  )
  expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(ends.map(() => [0, '']))
  const { stdout } = await here.run(['--state', file, 'get', 'namespaces', '-o', 'name'])
  expect(stdout.match(/namespace\/n\d/g)).toHaveLength(8)
})
