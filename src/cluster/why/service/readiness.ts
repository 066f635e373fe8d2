import type { Reader } from '../../../api/kind.ts'
import type { Pod, Service } from '../../../lib/objects.ts'
import { cause, type Finding, listed, note } from '../finding.ts'
import { podTrouble } from '../pod-trouble.ts'
import { inNamespace } from './explain.ts'

/** Pods that are no endpoints, or none that are ready, by the reason; Pods with the same reason together. */
export function readinessFindings(service: Service, pods: readonly Pod[], isMatched: boolean, read: Reader): Finding[] {
  const byTrouble = new Map<string, Pod[]>()
  for (const pod of pods) {
    const trouble = podTrouble(pod, read)
    if (trouble !== undefined) byTrouble.set(trouble, [...(byTrouble.get(trouble) ?? []), pod])
  }
  const groups = [...byTrouble].sort((a, b) => b[1].length - a[1].length)
  return groups.map(([trouble, group]) => {
    const names = listed(group.map(({ metadata }) => metadata.name))
    const what = `${group.length === 1 ? 'Pod' : 'Pods'} ${names} ${group.length === 1 ? trouble : plural(trouble)}`
    const text = `${what}.`.replace(/\.\.$/, '.')
    // What ends or has ended is nothing that has to be mended.
    const isPassing = /^(has ended \(Succeeded|is being deleted)/.test(trouble)
    const tell = isPassing || !isMatched ? note : cause
    return tell(text, isPassing ? undefined : `kubectl describe pod ${group[0]!.metadata.name}${inNamespace(service)}`)
  })
}

/** The verbs of podTrouble for several Pods. */
function plural(trouble: string): string {
  const verbs: Record<string, string> = { has: 'have', is: 'are', waits: 'wait', runs: 'run', crashes: 'crash' }
  const changed = trouble.replace(/^\w+/, word => verbs[word] ?? word)
  return changed
    .replace('run, but fails its', 'run, but fail their')
    .replace('run, but has not passed its', 'run, but have not passed their')
    .replace('run, but is not', 'run, but are not')
    .replace(/^(cannot get|wait for) its/, '$1 their')
}
