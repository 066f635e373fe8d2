import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * The reader (see build.js) is what most `get`s run. It has to say what the whole program says, and what it leaves out must
 * not be needed where it is used.
 */

const home = mkdtempSync(join(tmpdir(), 'kubesim-'))

function kubesim(reader: '0' | '1' | undefined, ...args: string[]) {
  const { NODE_EXTRA_CA_CERTS: _, KUBESIM_READER: __, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, ['bin/kubesim.cjs', ...args], {
    env: { ...env, KUBESIM_HOME: home, KUBESIM_CLOCK: 'virtual', ...(reader ? { KUBESIM_READER: reader } : {}) },
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

beforeAll(() => {
  kubesim(undefined, 'apply', '-f', 'manifests/web.yaml', '-f', 'manifests/settings.yaml')
  kubesim(undefined, 'clock', 'settle')
})
afterAll(() => rmSync(home, { recursive: true }))

test.each([
  'get pods',
  'get pods -o wide',
  'get deploy,rs,svc,endpointslices,nodes,events,cm,secret,sa,ns -A',
  'get all -A',
  'get jobs,cronjobs,ds,sts,pdb,pvc,pv,sc,ingress,networkpolicy -A',
  'get pods -o yaml',
  'get pods -o json',
  'get pods -o name -l app=web',
  'get pods -o jsonpath={.items[*].metadata.name}',
  'get pods -o custom-columns=A:.metadata.name,B:.status.podIP',
  'get pods -o go-template={{len(.items)}}',
  'get pods --sort-by=.metadata.name --show-labels --no-headers',
  'get deploy web --subresource=scale',
  'get pod nope',
  'get nope',
  'get pods -n nowhere',
  'get',
  'get pods --nonsense',
  'get --help',
  'version',
  'version --client -o json',
  'completion bash',
  '__complete -- get pods w',
  '__complete -- get po',
])('%s', line => {
  const args = line.split(' ')
  expect(kubesim('1', ...args)).toEqual(kubesim('0', ...args))
})

test('what is due is played by the whole program', () => {
  kubesim(undefined, 'scale', 'deployment/web', '--replicas=5')
  expect(kubesim('1', 'get', 'pods').status).toBe(0)
  // On the wall clock, later than all that is due.
  const late = { KUBESIM_CLOCK: 'wall' }
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  const { stdout, status } = spawnSync(
    process.execPath,
    ['bin/kubesim.cjs', 'get', 'pods', '-l', 'app=web', '--no-headers'],
    {
      env: { ...env, KUBESIM_HOME: home, ...late },
      encoding: 'utf8',
    },
  )
  expect([status, stdout.trim().split('\n').length]).toEqual([0, 5])
})

test("the overview that the build has kept is the program's own", () => {
  expect(kubesim(undefined, '--help')).toEqual(kubesim(undefined, 'help'))
})
