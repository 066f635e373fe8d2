import { createInterface } from 'node:readline'
import { Readable, type Writable } from 'node:stream'
import type { Typing } from '../kubectl/command.ts'

/** What the user did: typed a line, pressed Ctrl-C, or Ctrl-D on an empty line (or the terminal is gone). */
export type Read = Typing

export interface ReadOptions {
  prompt?: string
  /** Newest first. */
  history?: readonly string[]
  /** Words that may stand where the text before the cursor ends, and which part of it they replace. */
  complete?(text: string): Promise<[words: string[], replaced: string]>
}

type RawMode = { setRawMode?(raw: boolean): void }

/**
 * Lines from a terminal, each with editing of its own. Between two lines the terminal is as other programs expect it, and
 * what was typed or pasted ahead waits for the next line.
 */
export class Keyboard {
  readonly #input: Readable & RawMode
  readonly #output: Writable
  /** What the line editor gets to see: never more than up to the end of a line. */
  readonly #keys: Readable & RawMode
  /** Bytes, as latin1. */
  #ahead = ''
  #ended = false
  /** An editor takes keys. */
  #editing = false
  #completing = false

  constructor(input: Readable & RawMode, output: Writable) {
    this.#input = input
    this.#output = output
    this.#keys = new Readable({ read() {} })
    this.#keys.setRawMode = raw => input.setRawMode?.(raw)
    input.once('end', () => {
      this.#ended = true
    })
  }

  readLine({ prompt = '', history = [], complete }: ReadOptions = {}): Promise<Read> {
    this.#editing = true
    const editor = createInterface({
      input: this.#keys,
      output: this.#output,
      terminal: true,
      prompt,
      history: [...history],
      historySize: history.length + 1,
      completer: complete && ((text: string, done: Done) => void this.#answer(complete, text, done)),
    })
    return new Promise(resolve => {
      const take = (chunk: Buffer) => {
        this.#ahead += chunk.toString('latin1')
        this.#release()
      }
      const hangUp = () => editor.close()
      const finish = (read: Read) => {
        this.#editing = false
        this.#input.off('data', take).off('end', hangUp).pause()
        resolve(read)
        editor.close()
      }
      editor.once('line', line => finish({ line }))
      editor.once('SIGINT', () => {
        this.#output.write('^C\n')
        finish('interrupt')
      })
      editor.once('close', () => finish('end'))
      this.#input.on('data', take).once('end', hangUp)
      editor.prompt()
      this.#release()
      if (this.#ended) hangUp()
      this.#input.resume()
    })
  }

  /** Everything up to Ctrl-D; undefined after Ctrl-C. */
  async readAll(): Promise<string | undefined> {
    let text = ''
    for (;;) {
      const read = await this.readLine()
      if (read === 'interrupt') return undefined
      if (read === 'end') return text
      text += `${read.line}\n`
    }
  }

  /** Hands the editor what is there, key by key as far as it matters: one line, and nothing while TAB is answered. */
  #release(): void {
    while (this.#editing && !this.#completing && this.#ahead.length > 0) {
      const [keys] = /^[^\t\r\n\x03\x04]+|^\r\n|^./s.exec(this.#ahead)!
      this.#ahead = this.#ahead.slice(keys.length)
      this.#keys.emit('data', Buffer.from(keys, 'latin1'))
    }
  }

  async #answer(complete: NonNullable<ReadOptions['complete']>, text: string, done: Done): Promise<void> {
    this.#completing = true
    const answer = await complete(text)
    this.#completing = false
    done(null, answer)
    this.#release()
  }
}

type Done = (error: Error | null, result: [string[], string]) => void
