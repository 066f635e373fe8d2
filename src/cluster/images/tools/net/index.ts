import type { Tool } from '../../shell/world.ts'
import { curl } from './curl.ts'
import { dig } from './dig.ts'
import { getent } from './getent.ts'
import { host } from './host.ts'
import { nc } from './nc.ts'
import { nslookup } from './nslookup.ts'
import { ping } from './ping.ts'
import { wget } from './wget.ts'

export const netTools: Record<string, Tool> = { curl, dig, getent, host, nc, nslookup, ping, wget }
