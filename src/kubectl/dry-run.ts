import type { CommandContext, Flag, Flags } from './command.ts'
import { FailedError } from './command.ts'

/** `client`: only print what would be sent; `server`: have the API server do everything but keep it. */
export type DryRun = 'none' | 'client' | 'server'

export const DRY_RUN: Flag = {
  name: 'dry-run',
  type: 'string',
  default: 'none',
  implied: 'unchanged',
  values: ['none', 'server', 'client'],
  help: 'Must be "none", "server", or "client". With client, only print the object that would be sent. With server, send it but do not keep it.',
}

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True']
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False']

/** The value of --dry-run, which may stand alone. Throws FailedError. */
export function dryRun(ctx: CommandContext, flags: Flags): DryRun {
  const value: string = flags['dry-run'] ?? 'none'
  if (value === 'none' || value === 'client' || value === 'server') return value
  if (value === 'unchanged') {
    klog(ctx, '--dry-run is deprecated and can be replaced with --dry-run=client.')
    return 'client'
  }
  if (TRUE.includes(value)) {
    klog(ctx, `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=client.`)
    return 'client'
  }
  if (FALSE.includes(value)) {
    klog(ctx, `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=none.`)
    return 'none'
  }
  throw new FailedError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
}

/** What answers append: ``, ` (dry run)`, ` (server dry run)`. */
export const dryRunSuffix = (mode: DryRun): string =>
  mode === 'none' ? '' : mode === 'client' ? ' (dry run)' : ' (server dry run)'

/** A warning in the form of the log library that kubectl uses. */
export function klog(ctx: CommandContext, text: string): void {
  const at = new Date(ctx.client.now()).toISOString()
  ctx.complain(`W${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 23)}000       1 helpers.go:1] ${text}`)
}
