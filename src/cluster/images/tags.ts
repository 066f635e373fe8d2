/** Tags of an image whose versions are known: each major version up to its last minor one, and names such as `latest`. */
export function versions(last: Record<number, number>, ...names: string[]): (tag: string) => boolean {
  const plain = new Set(['latest', ...names])
  return tag => {
    if (plain.has(tag)) return true
    const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)?(-[\w.-]+)?$/.exec(tag)
    if (!match) return [...plain].some(name => tag.startsWith(`${name}-`))
    const minor = last[Number(match[1])]
    return minor !== undefined && Number(match[2] ?? 0) <= minor && Number(match[3] ?? 0) <= 60
  }
}

/** Tags that no image has: the way to ask for ErrImagePull with any image. */
export function isMissingTag(tag: string): boolean {
  return /does-?not-?exist|non-?existent|no-such-tag/.test(tag)
}
