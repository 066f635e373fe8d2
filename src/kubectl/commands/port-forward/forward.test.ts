import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { main } from '../../../main.ts'

/** Real connections, through the loopback of this machine only. */

const folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
const env = { KUBESIM_HOME: folder, KUBESIM_CLOCK: 'virtual' }

beforeAll(async () => {
  await kubesim('run', 'web', '--image=nginx', '--port=80')
  await kubesim('run', 'store', '--image=redis')
  await kubesim('clock', 'settle')
})
afterAll(() => rmSync(folder, { recursive: true }))

async function kubesim(...argv: string[]): Promise<{ code: number; text: string }> {
  const command = start(...argv)
  return { code: await command.ended, text: command.text() }
}

function start(...argv: string[]) {
  let text = ''
  let heard = () => {}
  const say = (more: string) => {
    text += more
    heard()
  }
  const interrupt = new AbortController()
  const stdin = async () => Buffer.alloc(0)
  const io = { stdout: say, stderr: say, stdin, env, cwd: folder, tty: false, signal: interrupt.signal }
  const ended = main(argv, io)
  /** Resolves to what the pattern has caught, once the command has said it. */
  const saying = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(text)
      if (found) return found[1] ?? found[0]
      await new Promise<void>(resolve => {
        heard = resolve
      })
    }
  }
  return { ended, saying, text: () => text, interrupt: () => interrupt.abort() }
}

test('a pod answers HTTP on a free port of this machine until Ctrl-C', async () => {
  const command = start('port-forward', 'pod/web', ':80')
  const port = await command.saying(/127\.0\.0\.1:(\d+) -> 80/)
  const page = await fetch(`http://127.0.0.1:${port}/`)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('Welcome to nginx!')
  expect((await fetch(`http://127.0.0.1:${port}/none`)).status).toBe(404)
  command.interrupt()
  expect(await command.ended).toBe(0)
  expect(command.text()).toContain(`Handling connection for ${port}\n`)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('what is not HTTP passes as text', async () => {
  const command = start('port-forward', 'store', ':6379')
  const port = await command.saying(/127\.0\.0\.1:(\d+) -> 6379/)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('PING\r\n')
  const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())))
  expect(answer).toBe('+PONG\r\n')
  socket.destroy()
  command.interrupt()
  expect(await command.ended).toBe(0)
})

test('forwarding ends when nobody listens in the pod', async () => {
  const command = start('port-forward', 'pod/web', ':99')
  const port = await command.saying(/127\.0\.0\.1:(\d+) -> 99/)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  expect(await command.ended).toBe(1)
  expect(command.text()).toMatch(/dial tcp4 127\.0\.0\.1:99: connect: connection refused/)
  expect(command.text()).toMatch(/\nerror: lost connection to pod\n$/)
})

test('a port that somebody else has', async () => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  expect(await kubesim('port-forward', '--address=127.0.0.1', 'pod/web', `${port}:80`)).toEqual({
    code: 1,
    text: `Unable to listen on port ${port}: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:${port}: bind: address already in use]
error: unable to listen on any of the requested ports: [{${port} 80}]
`,
  })
  other.close()
})

test.each([
  [['pod/web'], 'error: TYPE/NAME and list of ports are required for port-forward\n'],
  [['pod/none', '80'], 'Error from server (NotFound): pods "none" not found\n'],
  [['--address', '0.0.0.0', 'web', '80'], 'error: --address 0.0.0.0 is not supported by kubesim'],
])('port-forward %j', async (args, text) => {
  const answer = await kubesim('port-forward', ...args)
  expect(answer.code).toBe(1)
  expect(answer.text).toContain(text)
})
