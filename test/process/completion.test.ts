import { afterAll, beforeAll, expect, test } from 'vitest'
import { Terminals } from './terminal.ts'

/** What bash completes, with the script that `completion bash` prints. */
const here = new Terminals('virtual')
afterAll(() => here.close())
beforeAll(async () => void (await here.run(['get', 'nodes'])))

/** Words as bash splits the line (at `=` and `:` too); answers what it would offer. */
async function offered(...words: string[]): Promise<string[]> {
  const quoted = words.map(word => `'${word}'`).join(' ')
  const { stdout, stderr } = await here.bash(
    `source <(kubesim completion bash); COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _kubesim; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p kubesim`,
  )
  expect(stderr).toBe('')
  const lines = stdout.trimEnd().split('\n')
  expect(lines.pop()).toBe('complete -o default -F _kubesim kubesim')
  return lines
}

test.each<[string[], string[]]>([
  [['kubesim', 'rollo'], ['rollout']],
  [['kubesim', 'get', 'nodes', 'kubesim-c'], ['kubesim-control-plane']],
  [['kubesim', 'get', '-n', 'kube-sy'], ['kube-system']],
  [['kubesim', 'get', '--namespace', '=', 'kube-sy'], ['kube-system']],
  [
    ['kubesim', 'get', 'no/kubesim-w'],
    ['no/kubesim-worker', 'no/kubesim-worker2'],
  ],
  [['kubesim', 'logs', '-n', 'kube-system', 'etcd-kubesim-control-plane', '-c', ''], ['etcd']],
  [['kubesim', 'get', 'pods', '-o', 'ya'], ['yaml']],
  [['kubesim', 'get', 'unicorns', ''], ['']],
])('bash: %j', async (words, words2) => {
  expect(await offered(...words)).toEqual(words2)
})

test.each(['zsh', 'fish', 'powershell'])('%s has a script that asks the program', async shell => {
  const { code, stdout } = await here.run(['completion', shell])
  expect(code).toBe(0)
  expect(stdout).toContain('kubesim __complete -- ')
})
