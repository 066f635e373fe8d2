import type { Typed } from '../image.ts'
import { type Input, pass, Suspended, type World } from './world.ts'

/**
 * Standard input that somebody is attached to: text comes bit by bit, and whoever reads waits for it. A terminal shows what
 * is typed, and the prompt before it.
 */
export class TypedInput implements Input {
  /** Somebody reads, and nothing is there. */
  waits = false
  readonly #world: World
  readonly #typed: readonly Typed[]
  readonly #show: ((text: string) => void) | undefined
  #taken = 0
  #left = ''
  #ended = false

  /** `show`: for a terminal. */
  constructor(world: World, typed: readonly Typed[], show: ((text: string) => void) | undefined) {
    this.#world = world
    this.#typed = typed
    this.#show = show
  }

  get terminal(): boolean {
    return this.#show !== undefined
  }

  /** All of it, up to its end. */
  get text(): string {
    while (!this.#ended) this.#take()
    return this.#left
  }

  set text(left: string) {
    this.#left = left
  }

  line(prompt = ''): string | undefined {
    if (prompt) this.#show?.(prompt)
    for (;;) {
      const end = this.#left.indexOf('\n')
      if (end >= 0 || this.#ended) {
        if (this.#left === '') return undefined
        const line = end < 0 ? this.#left : this.#left.slice(0, end)
        this.#left = this.#left.slice(line.length + 1)
        return line
      }
      this.#take()
    }
  }

  #take(): void {
    const next = this.#typed[this.#taken]
    if (!next) {
      this.waits = true
      throw new Suspended(Number.POSITIVE_INFINITY)
    }
    const [at, text] = next
    if (at > this.#world.now) pass(this.#world, at - this.#world.now)
    this.#taken++
    if (text === null) this.#ended = true
    else {
      this.#left += text
      this.#show?.(text)
    }
  }
}

/** The next line of an input; undefined at its end. */
export function takeLine(input: Input): string | undefined {
  if (input.line) return input.line()
  if (!input.text) return undefined
  const newline = input.text.indexOf('\n')
  const end = newline < 0 ? input.text.length : newline
  const line = input.text.slice(0, end)
  input.text = input.text.slice(end + 1)
  return line
}
