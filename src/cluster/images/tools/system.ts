import { pass, type Tool, type Use } from '../shell/world.ts'
import { sleepTime } from '../shell/wrappers.ts'
import { options } from './options.ts'

const sleep: Tool = use => {
  let total = 0
  if (!use.args.length) {
    use.io.err('sleep: missing operand\n')
    return 1
  }
  for (const arg of use.args) {
    const ms = sleepTime(arg)
    if (ms === undefined) {
      const word = use.world.userland === 'debian' ? `invalid time interval '${arg}'` : `invalid number '${arg}'`
      use.io.err(`sleep: ${word}\n`)
      return 1
    }
    total += ms
  }
  pass(use.world, total)
  return 0
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')

/** strftime for the letters that date(1) is commonly asked for; UTC. */
export function formatDate(format: string, at: number): string {
  const date = new Date(at)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
  const forms: Record<string, string> = {
    Y: String(year),
    y: two(year % 100),
    m: two(month + 1),
    d: two(day),
    e: String(day).padStart(2),
    H: two(hours),
    I: two(hours % 12 || 12),
    M: two(minutes),
    S: two(seconds),
    N: `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`,
    p: hours < 12 ? 'AM' : 'PM',
    a: DAYS[date.getUTCDay()]!,
    b: MONTHS[month]!,
    h: MONTHS[month]!,
    s: String(Math.floor(at / 1000)),
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
    F: `${year}-${two(month + 1)}-${two(day)}`,
    T: `${two(hours)}:${two(minutes)}:${two(seconds)}`,
    D: `${two(month + 1)}/${two(day)}/${two(year % 100)}`,
    R: `${two(hours)}:${two(minutes)}`,
  }
  forms['c'] = `${forms['a']} ${forms['b']} ${forms['e']} ${forms['T']} ${year}`
  return format.replace(/%(.)/g, (all, letter: string) => forms[letter] ?? all)
}

const date: Tool = use => {
  const { values, words, flags } = options(use.args, ['d', 'date'])
  const asked = values['d'] ?? values['date']
  const at = asked?.startsWith('@') ? Number(asked.slice(1)) * 1000 : use.world.now
  const iso = flags.has('I') || flags.has('iso-8601') ? '%F' : undefined
  use.io.out(`${formatDate(words[0]?.startsWith('+') ? words[0].slice(1) : (iso ?? '%a %b %e %T UTC %Y'), at)}\n`)
  return 0
}

const hostnameOf = (use: Use) => use.world.files.read('/etc/hostname')?.trim() ?? use.world.running.pod.metadata.name

const hostname: Tool = use => {
  const { flags } = options(use.args)
  const { pod } = use.world.running
  const domain = use.world.files.read('/etc/hosts')?.match(/\t(\S+)\t\S+\n*$/)?.[1]
  if (flags.has('i') || flags.has('I')) use.io.out(`${pod.status.podIP ?? ''}${flags.has('I') ? ' ' : ''}\n`)
  else use.io.out(`${flags.has('f') ? (domain ?? hostnameOf(use)) : hostnameOf(use)}\n`)
  return 0
}

const printenv: Tool = use => {
  const names = use.args.filter(arg => !arg.startsWith('-'))
  if (!names.length)
    use.io.out(
      Object.entries(use.env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    )
  for (const name of names) if (use.env[name] !== undefined) use.io.out(`${use.env[name]}\n`)
  return names.some(name => use.env[name] === undefined) ? 1 : 0
}

/** The user the container runs as; names of users beyond root are not simulated. */
function user(use: Use): { uid: number; gid: number } {
  const { pod, container } = use.world.running
  const uid = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0
  const gid = container.securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup ?? 0
  return { uid, gid }
}

const whoami: Tool = use => {
  const { uid } = user(use)
  if (uid === 0) use.io.out('root\n')
  else
    use.io.err(
      use.world.userland === 'debian'
        ? `whoami: cannot find name for user ID ${uid}\n`
        : `whoami: unknown uid ${uid}\n`,
    )
  return uid === 0 ? 0 : 1
}

const id: Tool = use => {
  const { flags } = options(use.args)
  const { uid, gid } = user(use)
  const named = (n: number) => (n === 0 ? '0(root)' : String(n))
  if (flags.has('u')) use.io.out(`${flags.has('n') && uid === 0 ? 'root' : uid}\n`)
  else if (flags.has('g')) use.io.out(`${gid}\n`)
  else use.io.out(`uid=${named(uid)} gid=${named(gid)} groups=${named(gid)}\n`)
  return 0
}

const ps: Tool = use => {
  const main = use.world.mainCommand.join(' ')
  const shown = [use.name, ...use.args].join(' ')
  use.io.out('PID   USER     TIME  COMMAND\n')
  const name = user(use).uid === 0 ? 'root' : String(user(use).uid)
  use.io.out(`    1 ${name.padEnd(8)}  0:00 ${main}\n`)
  if (shown !== main) use.io.out(`    7 ${name.padEnd(8)}  0:00 ${shown}\n`)
  return 0
}

const uname: Tool = use => {
  const { flags } = options(use.args)
  const parts: [string, string][] = [
    ['s', 'Linux'],
    ['n', hostnameOf(use)],
    ['r', '6.12.0'],
    ['v', '#1 SMP'],
    ['m', 'x86_64'],
  ]
  const wanted = flags.has('a') ? parts : parts.filter(([flag]) => flags.has(flag))
  use.io.out(
    `${(wanted.length ? wanted : [parts[0]!]).map(([, text]) => text).join(' ')}${flags.has('a') ? ' GNU/Linux' : ''}\n`,
  )
  return 0
}

const uptime: Tool = use => {
  const { now, running } = use.world
  const minutes = Math.floor((now - running.startedAt) / 60_000)
  use.io.out(` ${formatDate('%T', now)} up ${minutes} min,  load average: 0.00, 0.00, 0.00\n`)
  return 0
}

/** Only the container's own process, 1, can be named: there is no other. */
const kill: Tool = use => {
  const words = use.args.filter(arg => !arg.startsWith('-'))
  const option = use.args.find(arg => arg.startsWith('-'))?.replace(/^-+(SIG)?/, '')
  const signal = option === '9' || option === 'KILL' ? 'KILL' : option === '0' ? 'NONE' : 'TERM'
  for (const word of words) {
    if (word !== '1') {
      use.io.err(
        use.world.userland === 'debian'
          ? `kill: (${word}) - No such process\n`
          : `kill: can't kill pid ${word}: No such process\n`,
      )
      return 1
    }
    // The kernel keeps process 1 from a KILL out of its own container.
    if (signal === 'TERM') use.world.terminate?.()
  }
  return 0
}

const line =
  (text: string): Tool =>
  use => {
    use.io.out(`${text}\n`)
    return 0
  }

export const systemTools: Record<string, Tool> = {
  sleep,
  date,
  hostname,
  printenv,
  whoami,
  id,
  ps,
  uname,
  uptime,
  kill,
  nproc: line('8'),
  arch: line('x86_64'),
  sync: () => 0,
}
