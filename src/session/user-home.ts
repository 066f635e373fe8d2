import { homeOf } from './system-home.ts'

/** The user's home, as Node's `homedir` says. It looks at the environment first, and so need not be loaded. */
export const userHome = (env: Record<string, string | undefined>): string =>
  (process.platform === 'win32' ? env['USERPROFILE'] : env['HOME']) || homeOf()
