import { bytes } from '../../lib/quantity.ts'
import type { Exit, Image, Running } from './image.ts'
import { option, words } from './page.ts'

/** `250M` and the like, as the stress programs write sizes. */
const size = (text: string | undefined): number => (text === undefined ? 0 : bytes(text.replace(/([KMG])B?$/i, '$1i')))

/** Bytes that the arguments ask for: `--vm 1 --vm-bytes 250M`, `-mem-total 250Mi`. */
function wanted(running: Running): number {
  const line = words(running)
  const total = option(line, '-mem-total', '--mem-total')
  if (total !== undefined) return bytes(total)
  const workers = Number(option(line, '--vm', '-m') ?? 0)
  return workers * (size(option(line, '--vm-bytes')) || 256 * 2 ** 20)
}

/** `--timeout 10s`: it ends well then. */
function ends(running: Running): Exit | undefined {
  const asked = /^(\d+)([smh]?)$/.exec(option(words(running), '--timeout', '-t') ?? '')
  if (!asked) return undefined
  return { afterMs: Number(asked[1]) * { s: 1000, m: 60_000, h: 3_600_000 }[asked[2] || 's']!, code: 0 }
}

/** Programs that take memory and processor time on purpose; the kernel kills them when they go over their limit. */
export const stress = (): Image => ({
  names: ['polinux/stress', 'progrium/stress', 'vish/stress', 'alexeiled/stress-ng', 'polinux/stress-ng'],
  size: 4_000_000,
  programs: ['stress', 'stress-ng'],
  userland: 'alpine',
  listens: () => [],
  exits: ends,
  memory: wanted,
  logs: running => {
    const line = words(running)
    const count = (...names: string[]) => Number(option(line, ...names) ?? 0)
    const hogs = `${count('--cpu', '-c')} cpu, ${count('--io', '-i')} io, ${count('--vm', '-m')} vm, ${count('--hdd', '-d')} hdd`
    return [{ at: running.startedAt, line: `stress: info: [1] dispatching hogs: ${hogs}` }]
  },
})
