import { ApiError } from '../api/errors.ts'
import { InterruptedError, StandstillError } from '../client/client.ts'
import { StateFileError } from '../store/state-file-error.ts'
import { FailedError, UsageError } from './command.ts'
import { PROGRAM } from './globals.ts'

/** What an error becomes: text for standard error (with newline) and exit code. The one place that decides both. */
export interface Outcome {
  text: string
  code: number
  /** The command ends here, and nothing of what it did is kept: a bug of ours, or a state file that cannot be used. */
  fatal: boolean
}

/** What a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130

/** What a shell says of a program whose reader has gone (`| head`). */
const BROKEN_PIPE = 141

export function outcome(error: unknown): Outcome {
  if (error instanceof AggregateError) return failed(error.errors.map(message).join('\n'))
  if (error instanceof ApiError) return failed(message(error))
  if (error instanceof UsageError) {
    const text = `error: ${error.message}${error.hint ? `\n${error.hint}` : ''}`
    return failed(text)
  }
  if (error instanceof FailedError) return failed(prefixed(error.message), error.code)
  if (error instanceof StandstillError) return failed(prefixed(error.message))
  if (error instanceof StateFileError) return { ...failed(prefixed(error.message)), fatal: true }
  if (error instanceof InterruptedError) return { text: '', code: INTERRUPTED, fatal: false }
  if ((error as { code?: unknown })?.code === 'EPIPE') return { text: '', code: BROKEN_PIPE, fatal: false }
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error)
  return { text: `This is a bug in ${PROGRAM}, please report it.\n${stack}\n`, code: 70, fatal: true }
}

/** The text of an error that is reported while the command goes on, with newline. Rethrows what is fatal. */
export function report(error: unknown): string {
  const { text, fatal } = outcome(error)
  if (fatal) throw error
  return text
}

/** One of several errors: kubectl gives these no `error: ` of their own. */
function message(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.reason === 'Invalid') return invalid(error)
    return error.reason
      ? `Error from server (${error.reason}): ${error.message}`
      : `Error from server: ${error.message}`
  }
  const { text, fatal } = outcome(error)
  if (fatal) throw error
  return text.trimEnd().replace(/^error: /, '')
}

/** `The Deployment "x" is invalid: cause`, or the causes as a list. */
function invalid({ status }: ApiError): string {
  const { kind = '', name = '', causes = [] } = status.details ?? {}
  if (!status.details) return status.message ? `The request is invalid: ${status.message}` : 'The request is invalid'
  const subject = kind || name ? `The ${kind} ${JSON.stringify(name)} is invalid` : 'The request is invalid'
  const texts = [...new Set(causes.map(cause => `${cause.field}: ${cause.message}`))]
  if (texts.length === 0) return kind || name || !status.message ? subject : `${subject}: ${status.message}`
  if (texts.length === 1) return `${subject}: ${texts[0]}`
  return `${subject}: \n${texts.map(text => `* ${text}`).join('\n')}`
}

const prefixed = (text: string): string => (/^(error: |Error in configuration: )/.test(text) ? text : `error: ${text}`)

const failed = (text: string, code = 1): Outcome => ({
  text: text.endsWith('\n') ? text : `${text}\n`,
  code,
  fatal: false,
})
