/** Sets of completion indexes as Job.status writes them: `0,2-4`. Modelled on pkg/controller/job/indexed_job_utils.go. */

/** Ascending, apart from each other, each from first to last. */
export type Indexes = [first: number, last: number][]

/** Reads what `format` wrote; what lies at `completions` or beyond (an Indexed Job may shrink) is left out. */
export function parse(text: string | undefined, completions: number): Indexes {
  const list: Indexes = []
  for (const part of text ? text.split(',') : []) {
    const [first, last = first] = part.split('-').map(Number)
    if (first! >= completions) break
    const end = list.at(-1)
    if (end && end[1] === first! - 1) end[1] = Math.min(last!, completions - 1)
    else list.push([first!, Math.min(last!, completions - 1)])
  }
  return list
}

export function format(list: Indexes): string {
  return list.map(([a, b]) => (a === b ? `${a}` : b === a + 1 ? `${a},${b}` : `${a}-${b}`)).join(',')
}

export function total(list: Indexes): number {
  let count = 0
  for (const [first, last] of list) count += last - first + 1
  return count
}

export function has(list: Indexes, index: number): boolean {
  let low = 0
  let high = list.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = list[middle]!
    if (index < first) high = middle - 1
    else if (index > last) low = middle + 1
    else return true
  }
  return false
}

/** The set with more members. */
export function withMore(list: Indexes, more: Iterable<number>): Indexes {
  const added: Indexes = [...new Set(more)].map(index => [index, index])
  if (added.length === 0) return list
  const all = [...list, ...added].sort((a, b) => a[0] - b[0])
  const merged: Indexes = []
  for (const [first, last] of all) {
    const end = merged.at(-1)
    if (end && first <= end[1] + 1) end[1] = Math.max(end[1], last)
    else merged.push([first, last])
  }
  return merged
}

/** The first `count` indexes below `completions` that `taken` does not name. */
export function firstFree(count: number, completions: number, taken: (index: number) => boolean): number[] {
  const free: number[] = []
  for (let index = 0; index < completions && free.length < count; index++) if (!taken(index)) free.push(index)
  return free
}
