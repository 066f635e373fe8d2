/** The state file cannot be used; the message says why. Nothing of the command is kept. */
export class StateFileError extends Error {}

/** SQLite's primary result codes that are about the file and not about us (sqlite.org/rescode.html). */
const REASONS: Record<number, (file: string, why: string) => string> = {
  3: file => `${file} cannot be opened: permission denied`,
  5: file => `${file} is in use: another process has been writing to it for more than 10 seconds`,
  8: file => `${file} cannot be written: the file or its folder is read-only`,
  10: (file, why) => `${file} cannot be read or written (${why}); nothing of this command was kept`,
  11: (file, why) => `${file} is damaged (${why}); it was left as it is`,
  13: file => `${file} cannot grow: the disk is full; nothing of this command was kept`,
  14: (file, why) => `${file} cannot be opened (${why})`,
  26: (file, why) => `${file} is not a kubesim state file (${why}); it was left as it is`,
}

/** What SQLite threw, as a StateFileError if it is about the file. */
export function explain(file: string, error: unknown): unknown {
  const { errcode, errstr, message } = error as { errcode?: number; errstr?: string; message?: string }
  const reason = errcode === undefined ? undefined : REASONS[errcode & 0xff]
  return reason ? new StateFileError(`state file ${reason(file, errstr ?? message ?? '')}`, { cause: error }) : error
}
