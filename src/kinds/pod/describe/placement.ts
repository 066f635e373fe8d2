import type { Toleration, TopologySpreadConstraint } from 'kubernetes-types/core/v1'
import type { Describe } from '../../../lib/describe.ts'
import { formatSelector } from '../../../lib/selector.ts'

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function describeTolerations(text: Describe, tolerations: readonly Toleration[] = [], indent = ''): void {
  const sorted = [...tolerations].sort((a, b) => byText(a.key ?? '', b.key ?? ''))
  if (sorted.length === 0) text.write(0, `${indent}Tolerations:\t<none>\n`)
  sorted.forEach((toleration, i) => {
    text.write(0, `${indent}${i === 0 ? 'Tolerations:' : ''}\t${tolerationText(toleration)}\n`)
  })
}

/** `key=value:NoExecute op=Exists for 300s` */
function tolerationText({ key = '', value = '', effect = '', operator, tolerationSeconds }: Toleration): string {
  let text = key
  if (value) text += `=${value}`
  if (effect) text += `:${effect}`
  if (operator === 'Exists' && !value) text += key || effect ? ' op=Exists' : 'op=Exists'
  if (tolerationSeconds !== undefined) text += ` for ${tolerationSeconds}s`
  return text
}

export function describeTopologySpread(
  text: Describe,
  constraints: readonly TopologySpreadConstraint[] = [],
  indent = '',
): void {
  const sorted = [...constraints].sort((a, b) => byText(a.topologyKey, b.topologyKey))
  sorted.forEach(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }, i) => {
    const selector = labelSelector ? ` for selector ${formatSelector(labelSelector)}` : ''
    const rule = `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`
    text.write(0, `${indent}${i === 0 ? 'Topology Spread Constraints:' : ''}\t${rule}\n`)
  })
}
