import { isUtf8 } from 'node:buffer'
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { Pod } from '../../../lib/objects.ts'
import { pack, type TarEntry, unpack } from '../../../lib/tar.ts'
import { type CommandContext, FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { execIn } from '../pod/exec.ts'
import { memberName, splitPath } from './spec.ts'

/** So much may be copied at once: what containers hold lies in the state file. */
const MOST_BYTES = 8 << 20

interface At {
  pod: Pod
  container: string
}

/** Throws FailedError when the path is not there. */
export function checkLocal({ io }: CommandContext, path: string): void {
  if (!lstatSync(resolve(io.cwd, path), { throwIfNoEntry: false })) {
    throw new FailedError(`${path} doesn't exist in local filesystem`)
  }
}

/** Resolves to the exit code of tar. Throws FailedError, ApiError. */
export async function copyTo(ctx: CommandContext, at: At, from: string, to: string): Promise<number> {
  const local = resolve(ctx.io.cwd, from)
  const isFolder = await execIn(ctx, at.pod, at.container, ['test', '-d', to]).then(
    ({ code }) => code === 0,
    () => false,
  )
  const { folder, name } = splitPath(isFolder ? `${to.replace(/\/+$/, '')}/${basename(local)}` : to)
  const left = { bytes: MOST_BYTES }
  const entries = gather(ctx, from, name, left)
  const archive = pack(entries, Math.floor(ctx.client.now() / 1000))
  const { code, stderr } = await execIn(ctx, at.pod, at.container, ['tar', '-xmf', '-', '-C', folder], archive)
  return ended(ctx, code, stderr)
}

/** What lies at a path of this machine. Throws FailedError for what no container can hold. */
function gather(ctx: CommandContext, shown: string, name: string, left: { bytes: number }): TarEntry[] {
  const path = resolve(ctx.io.cwd, shown)
  try {
    const stat = lstatSync(path)
    if (stat.isDirectory()) {
      const names = readdirSync(path).sort()
      return [{ path: name }, ...names.flatMap(each => gather(ctx, join(shown, each), `${name}/${each}`, left))]
    }
    if (!stat.isFile()) {
      ctx.complain(`warning: skipping ${shown}: only files and folders can be copied into a container of ${PROGRAM}`)
      return []
    }
    left.bytes -= stat.size
    if (left.bytes < 0) throw new FailedError(`${PROGRAM} copies at most ${MOST_BYTES >> 20} MiB at once`)
    const content = readFileSync(path)
    if (!isUtf8(content))
      throw new FailedError(`${shown} is not UTF-8 text: containers of ${PROGRAM} hold nothing else`)
    return [{ path: name, content: content.toString() }]
  } catch (error) {
    throw inGo(error, shown)
  }
}

/** Resolves to the exit code of tar. Throws FailedError, ApiError. */
export async function copyFrom(ctx: CommandContext, at: At, from: string, to: string): Promise<number> {
  const { code, stdout, stderr } = await execIn(ctx, at.pod, at.container, ['tar', 'cf', '-', from])
  const base = resolve(ctx.io.cwd, to)
  const prefix = memberName(from)
  ctx.io.stderr(stderr)
  for (const { path, content } of unpack(stdout) ?? []) {
    const name = prefix === '.' ? path : memberName(path)
    if (prefix !== '.' && !name.startsWith(prefix)) throw new FailedError('tar contents corrupted')
    const file = join(base, prefix === '.' ? name : name.slice(prefix.length))
    if (file !== base && !file.startsWith(base.endsWith(sep) ? base : base + sep)) {
      ctx.complain(`warning: file ${JSON.stringify(file)} is outside target destination, skipping`)
      continue
    }
    try {
      if (content === undefined) mkdirSync(file, { recursive: true })
      else {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
      }
    } catch (error) {
      throw inGo(error, file === base ? to : undefined)
    }
  }
  return ended(ctx, code, '')
}

function ended(ctx: CommandContext, code: number, stderr: string): number {
  ctx.io.stderr(stderr)
  if (code !== 0) ctx.complain(`command terminated with exit code ${code}`)
  return code
}

const IN_GO: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EEXIST: 'file exists',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
}

/** An error of the file system in Go's words: `open x: is a directory`. */
function inGo(error: unknown, name?: string): unknown {
  const { code = '', syscall, path } = error as NodeJS.ErrnoException
  const what = IN_GO[code]
  return what ? new FailedError(`${syscall === 'scandir' ? 'open' : syscall} ${name ?? path}: ${what}`) : error
}
