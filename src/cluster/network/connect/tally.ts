import type { Answerer, Exchange, Tally } from './call.ts'

/** Counts what became of many requests. */
export function counter() {
  let connections = 0
  const pods = new Map<string, { pod: Answerer; count: number }>()
  const statuses = new Map<number, Tally['statuses'][number]>()
  const failures = new Map<string, Tally['failures'][number]>()
  return {
    add({ pod, address, port, response, failure }: Exchange): void {
      connections++
      if (failure) {
        const message = failure.message.replace(/ after \d+ (ms|milliseconds)/, '')
        count(failures, message, () => ({ code: failure.code, message, count: 0 }))
        return
      }
      const name = pod ? `${pod.namespace}/${pod.name}` : `${address}:${port}`
      count(pods, name, () => ({ pod: pod ?? { namespace: '', name, ip: address ?? '', node: '' }, count: 0 }))
      if (response && response.status >= 400) {
        const { status, statusText: text } = response
        count(statuses, status, () => ({ status, text, count: 0 }))
      }
    },
    tally: (): Tally => ({
      connections,
      pods: [...pods.keys()].sort().map(name => pods.get(name)!),
      statuses: [...statuses.values()],
      failures: [...failures.values()],
    }),
  }
}

function count<K, V extends { count: number }>(all: Map<K, V>, key: K, first: () => V): void {
  let known = all.get(key)
  if (!known) all.set(key, (known = first()))
  known.count++
}
