import { resolvePath, type Use } from '../../shell/world.ts'

/** Host and port of a URL; the scheme may be missing. */
export function parts(url: string): { full: string; host: string; port: number; path: string } {
  const full = /^[a-z]+:\/\//.test(url) ? url : `http://${url}`
  const match = /^([a-z]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^#]*)/.exec(full)!
  const port = match[3] ? Number(match[3]) : match[1] === 'https' ? 443 : 80
  return { full, host: match[2]!, port, path: match[4] || '/' }
}

/** Writes a body to where `-o`/`-O` says; `-` is the standard output. */
export function deliver(use: Use, target: string | undefined, body: string): void {
  if (!target || target === '-') use.io.out(body)
  else if (target !== '/dev/null') use.world.files.write(resolvePath(use.cwd, target), body)
}
