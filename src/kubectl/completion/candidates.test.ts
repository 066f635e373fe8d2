import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openClient } from '../../client/open.ts'
import { complete } from './candidates.ts'

const folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
const client = openClient({ env: { KUBESIM_HOME: folder, KUBESIM_CLOCK: 'virtual' } })
const sources = { client: () => client, clusters: async () => ['default', 'other'] }

afterAll(async () => {
  ;(await client).close()
  rmSync(folder, { recursive: true })
})

describe('complete', () => {
  it.each<[string, string[]]>([
    ['roll', ['rollout']],
    ['rollout st', ['status']],
    ['get depl', ['deployments']],
    ['get nodes kubesim-w', ['kubesim-worker', 'kubesim-worker2']],
    ['get nodes kubesim-worker kubesim-w', ['kubesim-worker2']],
    ['get no/kubesim-c', ['no/kubesim-control-plane']],
    ['get -n kube-sy', ['kube-system']],
    ['-n kube-sy', ['kube-system']],
    ['get --namespace=kube-sy', ['--namespace=kube-system']],
    ['get pods -n kube-system etc', ['etcd-kubesim-control-plane']],
    ['get pods -oj', []],
    ['get pods -o js', ['json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file']],
    ['get pods --watch=', ['--watch=true', '--watch=false']],
    ['get --context o', ['other']],
    ['get --show', ['--show-kind', '--show-labels', '--show-managed-fields']],
    ['completion f', ['fish']],
    ['logs -n kube-system etcd-kubesim-control-plane -c ', ['etcd']],
    ['exec -n kube-system -c k', []],
    ['set env -n kube-system deploy/coredns -c ', ['coredns']],
    ['set env -n kube-system deploy coredns --containers=', ['--containers=coredns']],
    ['rollout status d', ['deployments', 'daemonsets']],
    ['rollout status -n kube-system deploy/', ['deploy/coredns']],
    ['rollout pause ', ['deployments']],
    ['scale -n kube-system deploy c', ['coredns']],
    ['wait --for=c', ['--for=condition=', '--for=create']],
    ['curl -n kube-system kube', ['kube-dns']],
    ['dns ku', ['kubernetes']],
    ['proxy-rules --node kubesim-c', ['kubesim-control-plane']],
    ['events --for nodes/kubesim-c', ['nodes/kubesim-control-plane']],
    ['port-forward -n kube-system svc/', ['svc/kube-dns']],
    ['attach -n kube-system kube-sch', ['kube-scheduler-kubesim-control-plane']],
    ['config use-context o', ['other']],
    ['get nodes __proto__ constr', []],
    ['get unicorns ', []],
    ['frobnicate ', []],
  ])('%s', async (line, words) => {
    const { candidates, files } = await complete(line.split(' '), sources)
    expect(candidates.map(({ word }) => word)).toEqual(words)
    expect(files).toBe(false)
  })

  it.each(['apply -f ', 'get --filename=', 'exec pod -- c'])('%s: files', async line => {
    expect(await complete(line.split(' '), sources)).toEqual({ candidates: [], files: true })
  })

  it('cp: pods and files', async () => {
    const { candidates, files } = await complete(['cp', '-n', 'kube-system', 'etcd'], sources)
    expect(candidates).toEqual([{ word: 'etcd-kubesim-control-plane:' }])
    expect(files).toBe(true)
    expect(await complete(['cp', './e'], sources)).toEqual({ candidates: [], files: true })
    expect(await complete(['cp', 'etcd:/e'], sources)).toEqual({ candidates: [], files: false })
  })
})
