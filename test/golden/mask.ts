import type { Answer } from '../session-file.ts'

/**
 * Both sides of a comparison, freed from what differs from one cluster to the next (ids, times, generated names,
 * addresses, widths of columns) and from what a real kubelet adds to a recording made without one.
 */
export function mask(answer: Answer, command: string, given: ReadonlySet<string>): Answer {
  const clean = (lines: readonly string[]) => {
    const text = withoutKubelet(lines.join('\n'))
    const masked = text.split('\n').map(line => maskLine(line, given))
    if (/\brollout status\b/.test(command)) return [...new Set(masked)]
    return sortRandomRows(masked)
  }
  return { stdout: trimEnd(clean(answer.stdout)), stderr: trimEnd(clean(answer.stderr)), code: answer.code }
}

/** Addresses and ports that somebody asked for by number, which therefore must not vary. */
export function givenNumbers(text: string): Set<string> {
  const found = text.match(/\b10\.96\.[0-9]+\.[0-9]+\b|\b3[0-2][0-9]{3}\b/g) ?? []
  return new Set(['10.96.0.1', '10.96.0.10', ...found])
}

const SAFE = '[bcdfghjklmnpqrstvwxz2456789]'
const SPAN = '(?:[0-9]+y)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9.]+m?s)?'

const VARYING: [RegExp, string][] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID'],
  [/"?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z"?/g, 'TIME'],
  [/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,} \+0000 UTC/g, 'TIME'],
  [/[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} (?:\+0000|UTC)/g, 'TIME'],
  [/(resourceVersion"?: ?)"[0-9]+"/g, '$1VERSION'],
  [/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-SUFFIX'],
  [/(container|image)(ID"?: ?)"[^"]*"/gi, '$1$2""'],
  [/^( *(?:Container|Image) ID:).*$/g, '$1'],
  [new RegExp(`(pod-template-hash|controller-revision-hash)("?[=:] ?"?)${SAFE}{8,10}`, 'g'), '$1$2HASH'],
  [new RegExp(`-${SAFE}{8,10}(-${SAFE}{5})?\\b`, 'g'), '-HASH$1'],
  [new RegExp(`-HASH-${SAFE}{5}\\b`, 'g'), '-HASH-SUFFIX'],
  [new RegExp(`-${SAFE}{5}\\b`, 'g'), '-SUFFIX'],
  [new RegExp(`(^|[ \\t])(?=\\S*[0-9])${SAFE}{8,10}(?=\\s|$)`, 'g'), '$1HASH'],
  [/\.[0-9a-f]{16}\b/g, '.EVENT'],
  [/\b10\.244\.[0-9]+\.[0-9]+\b/g, 'POD-IP'],
  [new RegExp(`(^|  |\\(x[0-9]+ over |\\t)(?=[0-9])${SPAN}(?= {2}|$| \\(|\\)|\\t)`, 'g'), '$1AGE'],
  // The program's own name.
  [/\bkubectl(?=[ '":]|$)/g, 'kubesim'],
]

function maskLine(line: string, given: ReadonlySet<string>): string {
  let text = line
  for (const [pattern, word] of VARYING) text = text.replace(pattern, word)
  text = text.replace(/\b10\.96\.[0-9]+\.[0-9]+\b/g, ip => (given.has(ip) ? ip : 'CLUSTER-IP'))
  text = text.replace(/\b3[0-2][0-9]{3}\b/g, port => (given.has(port) ? port : 'NODE-PORT'))
  // Widths of columns follow from the values; an indent does not.
  return text.replace(/(\S) {2,}/g, '$1  ').trimEnd()
}

const KUBELET_EVENTS =
  /^(?:.*[ \t])?(?:Normal|Warning)[ \t]+(?:Pulling|Pulled|Created|Started|Killing|BackOff)\b.*$\n?/gm
const KUBELET_CONDITION = 'PodReadyToStartContainers'

/** The recordings were made with a stand-in for the kubelet, which writes no events and no such condition. */
function withoutKubelet(text: string): string {
  let kept = text.replace(KUBELET_EVENTS, '')
  if (!kept.includes(KUBELET_CONDITION)) return kept
  kept = kept.replace(/^( *)- (?:.*\n\1 {2})*?type: PodReadyToStartContainers\n?/gm, '')
  return kept.replace(new RegExp(`^.*\\b${KUBELET_CONDITION}\\b.*$\\n?`, 'gm'), '')
}

/** Rows that begin with the same generated name stand in no particular order. */
function sortRandomRows(lines: string[]): string[] {
  const sorted: string[] = []
  for (let i = 0; i < lines.length; ) {
    const name = /^\S*(?:SUFFIX|EVENT|AGE)\S*/.exec(lines[i]!)?.[0]
    let end = i + 1
    if (name) while (end < lines.length && (lines[end] === name || lines[end]!.startsWith(`${name} `))) end++
    sorted.push(...lines.slice(i, end).sort())
    i = end
  }
  return sorted
}

function trimEnd(lines: string[]): string[] {
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop()
  return lines
}
