/**
 * The order of API versions: stable before beta before alpha, the higher first; other names last, by the alphabet
 * (apimachinery pkg/version CompareKubeAwareVersionStrings).
 */
export function byPriority(a: string, b: string): number {
  const left = parse(a)
  const right = parse(b)
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : 1
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return right[i]! - left[i]!
  return 0
}

const STAGES = ['alpha', 'beta', '']

/** Stage, major and minor number; undefined for what is no such version. */
function parse(text: string): number[] | undefined {
  const [, major, stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(text) ?? []
  return major === undefined ? undefined : [STAGES.indexOf(stage), Number(major), Number(minor)]
}
