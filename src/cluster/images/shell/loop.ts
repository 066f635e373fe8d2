import type { Ms } from '../../../lib/time.ts'
import { expandWords } from './expand.ts'
import { Leave } from './leave.ts'
import type { Shell } from './shell.ts'
import type { Command, Script } from './syntax.ts'
import { pass, type Streams, Suspended } from './world.ts'

/** Rounds of an endless loop that are played in full before the moment asked for; earlier ones are jumped over. */
const KEPT_ROUNDS = 500

/** `for`, `while`, `until`. */
export function runLoop(shell: Shell, loop: Command & { kind: 'for' | 'loop' }, io: Streams): number {
  let code = 0
  /** False when the loop is left. */
  const round = (): boolean => {
    try {
      code = shell.run(loop.body, io)
      return true
    } catch (leave) {
      if (!(leave instanceof Leave) || (leave.kind !== 'break' && leave.kind !== 'continue')) throw leave
      if (leave.value > 1) throw new Leave(leave.kind, leave.value - 1)
      return leave.kind === 'continue'
    }
  }
  if (loop.kind === 'for') {
    const values = loop.words ? expandWords(loop.words, shell) : [...shell.positional]
    for (const value of values) {
      shell.assign(loop.name, value)
      if (!round()) break
    }
    return code
  }
  const stride = !shell.options.has('e') && endless(loop) ? new Stride(shell) : undefined
  for (;;) {
    const began = shell.world.now
    if (shell.condition(loop.condition, io) === loop.until) return code
    if (!round()) return code
    // A round without any command that takes time still takes some, so that a busy loop meets the end of time.
    if (shell.world.now === began) pass(shell.world, 1)
    stride?.round(shell.world.now - began)
  }
}

/** True when nothing in the loop can end it: a constant condition, no break, exit or return. */
function endless(loop: Command & { kind: 'loop' }): boolean {
  const constant = loop.condition.every(chain =>
    chain.first.commands.every(
      command =>
        command.kind === 'simple' &&
        command.words.every(word => word.every(part => part.kind === 'text')) &&
        ['true', ':', 'sleep', '[', '1'].includes(wordText(command)),
    ),
  )
  return !loop.until && constant && !leaves(loop.body)
}

function wordText(command: Command & { kind: 'simple' }): string {
  const part = command.words[0]?.[0]
  return part?.kind === 'text' ? part.text : ''
}

/** Whether a script contains anything that may leave it, or that asks the network. */
function leaves(script: Script): boolean {
  const names = ['break', 'exit', 'return', 'exec', 'kill', 'wget', 'curl', 'nslookup', 'nc', 'ping']
  return (
    JSON.stringify(script)
      .match(/"text":"([a-z]+)"/g)
      ?.some(text => names.includes(text.slice(8, -1))) ?? false
  )
}

/**
 * Jumps over rounds of an endless loop once they have become alike: every round takes the same time and adds the same
 * amount to the same variables (a counter). What the jumped rounds wrote is gone, as from a rotated log.
 */
class Stride {
  private readonly shell: Shell
  private before: Map<string, string>
  private steps = ''
  private period: Ms = -1

  constructor(shell: Shell) {
    this.shell = shell
    this.before = new Map(shell.variables)
  }

  round(took: Ms): void {
    const { world, variables } = this.shell
    const steps: [string, number][] = []
    let regular = took === this.period
    for (const [name, value] of variables) {
      const old = this.before.get(name)
      if (old === value) continue
      if (old !== undefined && /^-?\d+$/.test(old) && /^-?\d+$/.test(value))
        steps.push([name, Number(value) - Number(old)])
      // A text that a command gives anew every round (`now=$(date)`) does not make rounds differ.
      else if (old === undefined) regular = false
    }
    const written = JSON.stringify(steps)
    regular &&= written === this.steps
    this.before = new Map(variables)
    this.steps = written
    this.period = took
    if (!regular) return
    if (world.until === Number.POSITIVE_INFINITY) throw new Suspended(Number.POSITIVE_INFINITY)
    const rounds = Math.floor((world.until - world.now) / took) - KEPT_ROUNDS
    if (rounds <= 0) return
    world.now += rounds * took
    for (const [name, step] of steps) {
      const value = String(Number(variables.get(name)) + rounds * step)
      variables.set(name, value)
      this.before.set(name, value)
    }
  }
}
