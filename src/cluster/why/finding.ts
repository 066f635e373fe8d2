/** What travels in an answer to a call with verb `connect` and subresource `why`. */

export interface Finding {
  /** `cause`: it is why something is not as it should be. `note`: it explains what is. */
  kind: 'cause' | 'note'
  /** Whole sentences. */
  text: string
  /** A command line that would help. */
  try?: string
}

export interface WhyReply {
  /** One sentence: how it is. */
  summary: string
  /** Whether it is as it should be. */
  ok: boolean
  /** In order of importance, causes first. */
  findings: Finding[]
}

export const cause = (text: string, attempt?: string): Finding => finding('cause', text, attempt)
export const note = (text: string, attempt?: string): Finding => finding('note', text, attempt)

const finding = (kind: Finding['kind'], text: string, attempt: string | undefined): Finding =>
  attempt === undefined ? { kind, text } : { kind, text, try: attempt }

/** `3 Pods`, `1 Pod` */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** `a, b and c`; after the third how many more. */
export function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
