import { mistakes } from './mistakes.ts'
import { pods } from './pods.ts'
import { services } from './services.ts'
import { time } from './time.ts'
import { workloads } from './workloads.ts'

export const moves = [...workloads, ...pods, ...services, ...mistakes, ...time]
