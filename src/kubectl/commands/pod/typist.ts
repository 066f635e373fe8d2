import { createInterface } from 'node:readline'
import type { Io, Typing } from '../../command.ts'

/** Whoever types into a container. */
export interface Typist {
  read(prompt: string): Promise<Typing>
  /** Whether Ctrl-C was pressed while nobody asked; absent where that ends the command. */
  interrupted?(): boolean
  close(): void
}

/** The one at the keyboard; undefined when standard input is none. */
export function typistOf({ keyboard, ask, console, signal }: Io): Typist | undefined {
  if (!keyboard) return undefined
  if (ask) return { read: ask, close: () => {} }
  if (!console) return undefined
  const { input, output } = console
  const lines = createInterface({ input, output, terminal: output.isTTY })
  /** What came before somebody asked. */
  const ahead: Typing[] = []
  let waiting: ((typing: Typing) => void) | undefined
  let closed = false
  const take = (typing: Typing) => {
    if (!waiting) ahead.push(typing)
    waiting?.(typing)
    waiting = undefined
  }
  lines.on('line', line => take({ line }))
  lines.on('SIGINT', () => {
    output.write('^C\n')
    // What was typed so far is forgotten.
    lines.write(null, { ctrl: true, name: 'e' })
    lines.write(null, { ctrl: true, name: 'u' })
    take('interrupt')
  })
  lines.on('close', () => {
    closed = true
    take('end')
  })
  signal?.addEventListener('abort', () => lines.close())
  return {
    read(prompt) {
      if (!closed) {
        lines.setPrompt(prompt)
        lines.prompt()
      } else output.write(prompt)
      const known = ahead.shift()
      if (known) return Promise.resolve(known)
      return new Promise(resolve => (waiting = resolve))
    },
    interrupted: () => ahead.includes('interrupt'),
    close: () => lines.close(),
  }
}
