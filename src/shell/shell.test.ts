import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Io } from '../kubectl/command.ts'
import { main } from '../main.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A prompt on streams in place of a terminal: what stands on its screen after these keys, and the exit code. */
async function type(keys: string, argv: string[] = []): Promise<{ screen: string; code: number }> {
  const input = new PassThrough()
  const output = new PassThrough()
  let screen = ''
  output.setEncoding('utf8').on('data', text => void (screen += text))
  const io: Io = {
    // The editor's part comes through a stream; in order with it.
    stdout: text => void output.write(text),
    stderr: text => void output.write(text),
    stdin: async () => Buffer.alloc(0),
    env: { PATH: process.env['PATH'], HOME: folder, KUBESIM_HOME: join(folder, 'home'), KUBESIM_CLOCK: 'virtual' },
    cwd: folder,
    tty: false,
    console: { input, output } as unknown as Io['console'],
  }
  input.write(keys)
  const code = await main(argv, io)
  await new Promise(resolve => setImmediate(resolve))
  const text = stripVTControlCharacters(screen).replaceAll('\r', '')
  return { screen: text.replaceAll(/ +$/gm, '').slice(text.indexOf('\n') + 1), code }
}

const END = '\x04'

test('commands with and without the leading word; leaving', async () => {
  const { screen, code } = await type(
    `get cm -o name\rkubectl get cm -o name\r kubesim  get cm -oname # so too\r\r${END}`,
  )
  const answer = 'configmap/kube-root-ca.crt\n'
  expect(screen).toBe(
    `kubesim:default> get cm -o name\n${answer}` +
      `kubesim:default> kubectl get cm -o name\n${answer}` +
      `kubesim:default>  kubesim  get cm -oname # so too\n${answer}` +
      'kubesim:default>\nkubesim:default>\n',
  )
  expect(code).toBe(0)
})

test.each(['exit', 'quit'])('%s leaves, and nothing after it runs', async word => {
  expect((await type(`${word}; get pods\r`)).screen).toBe(`kubesim:default> ${word}; get pods\n`)
})

test('an error ends nothing but its line', async () => {
  const { screen } = await type(`nonsense\rget pod x\rget "\r${'\x03'}get $x\rget --nope; version --client && exit\r`)
  expect(screen).toContain('error: unknown command "nonsense" for "kubesim"\n')
  expect(screen).toContain('Error from server (NotFound): pods "x" not found\n')
  expect(screen).toContain('> ^C\nkubesim:default>')
  expect(screen).toContain('error: the prompt knows no variables')
  expect(screen).toContain('error: unknown flag: --nope')
  expect(screen).toContain('Client Version')
})

test('the prompt names the namespace and another cluster', async () => {
  const { screen } = await type(`cluster create shop\rcreate ns blue\rget ns -o name | grep blue\r${END}`, [
    '-n',
    'blue',
  ])
  expect(screen).toContain('kubesim@shop:blue> get ns')
  expect(screen).toContain('\nnamespace/blue\n')
})

test('several lines: a backslash, a quote, a here-document', async () => {
  const { screen } = await type(
    `get \\\rcm -oname\rcreate cm a --from-literal='x=1\r2' -o jsonpath='{.data.x}'\rapply -f - <<E\rapiVersion: v1\rkind: Namespace\rmetadata: {name: blue}\rE\r${END}`,
  )
  expect(screen).toContain('> cm -oname\nconfigmap/kube-root-ca.crt\n')
  expect(screen).toContain("> 2' -o jsonpath='{.data.x}'\n1\n2\n")
  expect(screen).toContain('namespace/blue created\n')
})

test('standard input is typed, up to Ctrl-D', async () => {
  const { screen } = await type(`apply -f -\rapiVersion: v1\rkind: Namespace\rmetadata: {name: blue}\r${END}exit\r`)
  expect(screen).toContain('namespace/blue created\nkubesim:default> exit')
})

test('files, readers and the own shell', async () => {
  const { screen } = await type(
    `get cm -oname > out.txt\r!cat out.txt\rget ns -o name | grep system | head -1\r!kubectl version | head -1\rcd /\r!pwd\rcat <<E | kubectl apply -f -\ra: b\rE\r${END}`,
  )
  expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('configmap/kube-root-ca.crt\n')
  expect(screen).toContain('!cat out.txt\nconfigmap/kube-root-ca.crt\n')
  expect(screen).toContain('head -1\nnamespace/kube-system\n')
  expect(screen).toContain('!pwd\n/\n')
  expect(screen).toContain('error: cat is no command of kubesim; begin the line with ! to run it in your own shell\n')
})

describe('TAB', () => {
  test('completes commands, kinds, names and files, and a space behind what is whole', async () => {
    writeFileSync(join(folder, 'my file.yaml'), '')
    const { screen } = await type(
      `get confi\tkube-r\t-o na\t\rrollout st\t${'\x03'}apply -f my\t${'\x03'}get cm | gr\t${'\x03'}${END}`,
    )
    expect(screen).toContain('get configmaps kube-root-ca.crt -o name')
    expect(screen).toContain('configmap/kube-root-ca.crt\n')
    expect(screen).toContain('rollout status ')
    expect(screen).toContain('apply -f my\\ file.yaml')
  })

  test('twice lists what there is', async () => {
    expect((await type(`get kube\b\b\b\b no kubesim-w\t\t${'\x03'}${END}`)).screen).toMatch(
      /\nkubesim-worker\s+kubesim-worker2/,
    )
  })
})

test('history goes on in the next prompt, without repetitions', async () => {
  await type(`get ns\rget ns\r\rversion --client\r${END}`)
  expect(readFileSync(join(folder, 'home', 'history'), 'utf8')).toBe('get ns\nversion --client\n')
  const { screen } = await type(`\x1b[A\x1b[A -o name\rhistory\r${END}`)
  expect(screen).toContain('\nnamespace/default\n')
  expect(screen).toContain('    1  get ns\n    2  version --client\n    3  get ns -o name\n    4  history\n')
})

test('Ctrl-C ends the command and not the prompt', async () => {
  const typed = type(`run x --image=busybox --restart=Always -- false\rget pods -w\rget ns default -o name\r${END}`)
  const interrupt = setInterval(() => process.listenerCount('SIGINT') > 0 && process.emit('SIGINT'), 200)
  const { screen, code } = await typed
  clearInterval(interrupt)
  expect(screen).toContain('\nnamespace/default\n')
  expect(code).toBe(0)
})

test('without a terminal there is the help', async () => {
  let stdout = ''
  const io: Io = {
    stdout: text => void (stdout += text),
    stderr: () => {},
    stdin: async () => Buffer.alloc(0),
    env: {},
    cwd: folder,
    tty: false,
  }
  expect(await main([], io)).toBe(0)
  expect(stdout).toContain('Basic Commands (Beginner):')
})
