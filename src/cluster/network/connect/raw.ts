import type { Ms } from '../../../lib/time.ts'
import type { Hop, Listener } from './dial.ts'
import { onTheWire } from './http.ts'

/** What comes back over a plain connection: what the server says first, then the answers to requests written as text. */
export function conversation(listener: Listener, input: string, from: string, now: Ms, hop: Hop): string {
  const first = listener.banner()
  if (input === '') return first
  const request = httpRequest(input)
  if (!request) return first + (listener.talk?.(input, from) ?? '')
  const { method, path, headers, body } = request
  const response = listener.respond({ method, path, host: headers['host'] ?? '', headers, body, from }, hop)
  if (!response) return first + (listener.talk?.(input, from) ?? '')
  const { status, statusText, headers: answered, body: text } = onTheWire(response, method, now)
  const lines = Object.entries(answered).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${first}HTTP/1.1 ${status} ${statusText}\r\n${lines.join('')}\r\n${text}`
}

/** A request of HTTP as it is typed; lines may end without a carriage return. Undefined for anything else. */
export function httpRequest(text: string) {
  const match = /^([A-Z]+) (\S+)(?: HTTP\/1\.[01])?\r?\n((?:[^\r\n]+\r?\n)*)\r?\n([\s\S]*)$/.exec(text)
  if (!match) return undefined
  const headers: Record<string, string> = {}
  for (const line of match[3]!.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { method: match[1]!, path: match[2]!, headers, body: match[4]! }
}
