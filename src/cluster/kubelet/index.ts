export { exec } from './exec.ts'
export { kubelet } from './controller.ts'
export type { AskNetwork } from './journal.ts'
export { log } from './log.ts'
