import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Lines that are kept. */
const LIMIT = 1000

/**
 * The lines typed at the prompt, in a file that several prompts may add to. A file that cannot be read or written is no
 * reason to fail: then the lines of this prompt are all there is.
 */
export class History {
  /** Newest first. */
  readonly lines: string[]
  readonly #file: string

  constructor(file: string) {
    this.#file = file
    this.lines = read(file).reverse()
    if (this.lines.length > 2 * LIMIT) this.#shorten()
    this.lines.splice(LIMIT)
  }

  /** A line that repeats the one before it, or is empty, is not kept; nor is one with a line break, which no editor could show. */
  add(line: string): void {
    if (line.trim() === '' || line.includes('\n') || line === this.lines[0]) return
    this.lines.unshift(line)
    this.lines.splice(LIMIT)
    attempt(() => {
      mkdirSync(dirname(this.#file), { recursive: true })
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 })
    })
  }

  #shorten(): void {
    const kept = this.lines.slice(0, LIMIT).reverse()
    attempt(() => {
      const draft = `${this.#file}.new`
      writeFileSync(draft, kept.map(line => `${line}\n`).join(''), { mode: 0o600 })
      renameSync(draft, this.#file)
    })
  }
}

function read(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

function attempt(write: () => void): void {
  try {
    write()
  } catch {
    // Not writable: the lines live as long as the prompt.
  }
}
