import { homedir } from 'node:os'

export const homeOf = (): string => homedir()
