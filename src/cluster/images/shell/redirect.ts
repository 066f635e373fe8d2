import { type Scope, expandText } from './expand.ts'
import type { Redirect } from './syntax.ts'
import { resolvePath, type Streams } from './world.ts'

/** The streams after redirection, or what went wrong. */
export function redirected(redirects: Redirect[], io: Streams, scope: Scope): Streams | string {
  if (!redirects.length) return io
  const streams: Streams = { ...io }
  for (const { fd, operator, target } of redirects) {
    const text = expandText(target, scope)
    if (operator === '<<') streams.input = { text }
    else if (operator === '>&') {
      if (fd === 1 && text === '2') streams.out = streams.err
      if (fd === 2 && text === '1') streams.err = streams.out
    } else if (operator === '<') {
      const content = text === '/dev/null' ? '' : scope.world.files.read(resolvePath(scope.cwd, text))
      if (content === undefined) return `can't open ${text}: no such file`
      streams.input = { text: content }
    } else {
      const write = writer(text, operator === '>>', io, scope)
      if (typeof write === 'string') return write
      if (fd === 1) streams.out = write
      if (fd === 2 || operator === '&>') streams.err = write
    }
  }
  return streams
}

const DEVICES: Record<string, (io: Streams, scope: Scope) => (text: string) => void> = {
  '/dev/null': () => () => undefined,
  '/dev/stdout': io => io.out,
  '/dev/stderr': io => io.err,
  '/proc/1/fd/1': (_, scope) => scope.world.console.out,
  '/proc/1/fd/2': (_, scope) => scope.world.console.err,
}

function writer(name: string, append: boolean, io: Streams, scope: Scope): ((text: string) => void) | string {
  const device = DEVICES[name]
  if (device) return device(io, scope)
  const path = resolvePath(scope.cwd, name)
  const { files } = scope.world
  const folder = path.slice(0, path.lastIndexOf('/')) || '/'
  if (!files.list(folder)) return `can't create ${name}: nonexistent directory`
  if (files.list(path)) return `can't create ${name}: Is a directory`
  let content = append ? (files.read(path) ?? '') : ''
  if (!files.write(path, content)) return `can't create ${name}: Read-only file system`
  return text => {
    content += text
    files.write(path, content)
  }
}
