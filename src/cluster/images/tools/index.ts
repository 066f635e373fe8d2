import { WRAPPERS } from '../shell/wrappers.ts'
import { BUILTINS } from '../shell/builtins.ts'
import type { Image } from '../image.ts'
import type { Tool, Use } from '../shell/world.ts'
import { awk } from './awk.ts'
import { fileTools } from './file.ts'
import { netTools } from './net/index.ts'
import { sed } from './sed.ts'
import { systemTools } from './system.ts'
import { tar } from './tar.ts'
import { textTools } from './text.ts'

const TOOLS: Record<string, Tool> = { ...textTools, ...fileTools, ...systemTools, ...netTools, awk, sed, tar }

/** Shell builtins that are programs too. */
const ALSO_PROGRAMS = ['echo', 'printf', 'test', '[', 'true', 'false', 'pwd']

/** Programs that real userlands have and kubesim does not: they say so and fail. */
const REFUSED: Record<Exclude<Image['userland'], 'none'>, string[]> = {
  debian: [
    'gzip',
    'dd',
    'df',
    'du',
    'diff',
    'md5sum',
    'sha256sum',
    'mount',
    'apt-get',
    'apt',
    'perl',
    'ln',
    'stat',
    'split',
    'od',
  ],
  alpine: ['apk'],
  busybox: [
    'gzip',
    'dd',
    'df',
    'du',
    'diff',
    'md5sum',
    'sha256sum',
    'mount',
    'vi',
    'top',
    'free',
    'traceroute',
    'telnet',
    'httpd',
    'ip',
    'ifconfig',
    'netstat',
    'ln',
    'stat',
    'od',
    'hexdump',
  ],
}

/** What a slim Debian image leaves out and busybox has. */
const NOT_IN_DEBIAN = [
  'ps',
  'wget',
  'nslookup',
  'dig',
  'host',
  'nc',
  'ping',
  'curl',
  'uptime',
  'busybox',
  'ash',
  'su-exec',
]
const NOT_IN_BUSYBOX = ['curl', 'dig', 'host', 'bash', 'dash', 'gosu', 'stdbuf']

/** Names of the standard programs an image has: its userland's and those it adds (`curl`). */
export function programNames(userland: Image['userland'], added: readonly string[]): Set<string> {
  const names = new Set<string>(added)
  if (userland === 'none') return names
  const missing = userland === 'debian' ? NOT_IN_DEBIAN : NOT_IN_BUSYBOX
  for (const name of [...Object.keys(TOOLS), ...Object.keys(WRAPPERS), ...ALSO_PROGRAMS]) {
    if (!missing.includes(name)) names.add(name)
  }
  for (const name of REFUSED[userland]) names.add(name)
  if (userland === 'alpine') for (const name of REFUSED.busybox) names.add(name)
  return names
}

/** Runs a standard program by its base name; `undefined` when there is no such thing. */
export function runTool(name: string, use: Use): number | undefined {
  const tool = TOOLS[name]
  if (tool) return tool(use)
  if (!Object.values(REFUSED).some(names => names.includes(name))) return undefined
  use.io.err(`${name}: not simulated by kubesim\n`)
  return 1
}

export const isBuiltinProgram = (name: string): boolean => ALSO_PROGRAMS.includes(name) && name in BUILTINS
