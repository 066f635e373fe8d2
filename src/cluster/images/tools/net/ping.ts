import { fnv32a } from '../../../../lib/hash.ts'
import { pass, Suspended, type Tool } from '../../shell/world.ts'
import { options } from '../options.ts'
import { ask } from './ask.ts'

const SECOND = 1000

/** busybox's ping: `-c COUNT`, `-w SECONDS`, `-W SECONDS`, `-q`. Without `-c` and `-w` it does not end. */
export const ping: Tool = use => {
  const { flags, values, words } = options(use.args, ['c', 'w', 'W', 'i', 's', 'I', 't'])
  const strange = [...flags, ...Object.keys(values)].find(flag => !'cwWq4'.includes(flag))
  const [host] = words
  if (strange !== undefined || host === undefined) {
    use.io.err(
      host === undefined ? 'usage: ping [-c COUNT] [-W SEC] HOST\n' : `ping: kubesim does not simulate -${strange}\n`,
    )
    return 1
  }
  const { failure, address = '', hops = 0 } = ask(use, { kind: 'icmp', host })
  if (failure === 'resolve') {
    use.io.err(`ping: bad address '${host}'\n`)
    return 1
  }
  use.io.out(`PING ${host} (${address}): 56 data bytes\n`)
  const count = Number(values['c'] ?? Number.POSITIVE_INFINITY)
  const until = values['w'] === undefined ? Number.POSITIVE_INFINITY : use.world.now + Number(values['w']) * SECOND
  if (count === Number.POSITIVE_INFINITY && until === Number.POSITIVE_INFINITY) throw new Suspended(count)
  const times: number[] = []
  let sent = 0
  while (sent < count && use.world.now < until) {
    if (sent > 0) pass(use.world, SECOND)
    if (failure === undefined) {
      const ms = 0.05 + hops * 0.02 + (fnv32a(`${address} ${use.world.now}`) % 40) / 1000
      times.push(ms)
      if (!flags.has('q'))
        use.io.out(`64 bytes from ${address}: seq=${sent} ttl=${64 - hops} time=${ms.toFixed(3)} ms\n`)
    }
    sent++
  }
  if (failure !== undefined) pass(use.world, Number(values['W'] ?? 10) * SECOND)
  const lost = Math.floor(((sent - times.length) * 100) / sent)
  use.io.out(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${lost}% packet loss\n`,
  )
  if (times.length === 0) return 1
  const middle = times.reduce((sum, ms) => sum + ms, 0) / times.length
  use.io.out(
    `round-trip min/avg/max = ${[Math.min(...times), middle, Math.max(...times)].map(ms => ms.toFixed(3)).join('/')} ms\n`,
  )
  return 0
}
