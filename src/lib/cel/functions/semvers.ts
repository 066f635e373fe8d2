import { compareStrings } from '../equal.ts'
import { type Family, libraryType } from '../overload.ts'
import { Failure } from '../problems.ts'
import { Opaque } from '../values.ts'

/** A semantic version (https://semver.org). */
class Semver extends Opaque {
  readonly type = libraryType('Semver')
  /** major, minor, patch */
  readonly numbers: readonly [bigint, bigint, bigint]
  readonly pre: readonly string[]
  constructor(numbers: readonly [bigint, bigint, bigint], pre: readonly string[]) {
    super()
    this.numbers = numbers
    this.pre = pre
  }
  equals(other: Opaque): boolean {
    return other instanceof Semver && compare(this, other) === 0
  }
}

const NUMBER = '(0|[1-9][0-9]{0,18})'
const WHOLE = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
)

function parse(text: string): Semver | undefined {
  const found = WHOLE.exec(text)
  if (!found) return undefined
  const [major, minor, patch] = [found[1]!, found[2]!, found[3]!].map(BigInt) as [bigint, bigint, bigint]
  return new Semver([major, minor, patch], found[4]?.split('.') ?? [])
}

/** Without `v` and leading zeros, with all three numbers; undefined when a short one says more. */
function normalized(text: string): string | undefined {
  const parts = text.replace(/^v/, '').split('.')
  const three = [...parts.slice(0, 2), ...(parts.length > 2 ? [parts.slice(2).join('.')] : [])].map(part =>
    part.replace(/^0+(?=\d)/, ''),
  )
  if (three.length < 3 && /[+-]/.test(three.at(-1)!)) return undefined
  while (three.length < 3) three.push('0')
  return three.join('.')
}

function read(text: string, normalize: boolean): Semver | undefined {
  const whole = normalize ? normalized(text) : text
  return whole === undefined ? undefined : parse(whole)
}

function semver(text: string, normalize: boolean): Semver {
  const found = read(text, normalize)
  if (found) return found
  if (normalize && normalized(text) === undefined) {
    throw new Failure('short version cannot contain PreRelease/Build meta data')
  }
  throw new Failure(text === '' ? 'Version string empty' : problem(normalize ? normalized(text)! : text))
}

/** In the words of github.com/blang/semver. */
function problem(text: string): string {
  const parts = text.split('.')
  if (parts.length < 3) return 'No Major.Minor.Patch elements found'
  for (const part of [parts[0]!, parts[1]!, parts[2]!.split(/[-+]/)[0]!]) {
    if (!/^[0-9]+$/.test(part)) return `Invalid character(s) found in version number ${JSON.stringify(part)}`
    if (/^0[0-9]/.test(part)) return `Version number must not contain leading zeroes ${JSON.stringify(part)}`
  }
  return `Invalid character(s) found in prerelease or build of ${JSON.stringify(text)}`
}

function compare(a: Semver, b: Semver): number {
  for (const i of [0, 1, 2] as const) if (a.numbers[i] !== b.numbers[i]) return a.numbers[i] < b.numbers[i] ? -1 : 1
  // What is not released yet comes before.
  if (a.pre.length === 0 || b.pre.length === 0) return Math.sign(b.pre.length - a.pre.length)
  for (let i = 0; i < a.pre.length && i < b.pre.length; i++) {
    const order = comparePre(a.pre[i]!, b.pre[i]!)
    if (order !== 0) return order
  }
  return Math.sign(a.pre.length - b.pre.length)
}

function comparePre(a: string, b: string): number {
  const [x, y] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (x && y) return a === b ? 0 : BigInt(a) < BigInt(b) ? -1 : 1
  if (x !== y) return x ? -1 : 1
  return compareStrings(a, b)
}

export const semvers = (): Family => ({
  'semver(string) -> Semver': (text: string) => semver(text, false),
  'semver(string, bool) -> Semver': semver,
  'isSemver(string) -> bool': (text: string) => read(text, false) !== undefined,
  'isSemver(string, bool) -> bool': (text: string, normalize: boolean) => read(text, normalize) !== undefined,
  'Semver.isGreaterThan(Semver) -> bool': (a: Semver, b: Semver) => compare(a, b) > 0,
  'Semver.isLessThan(Semver) -> bool': (a: Semver, b: Semver) => compare(a, b) < 0,
  'Semver.compareTo(Semver) -> int': (a: Semver, b: Semver) => BigInt(compare(a, b)),
  'Semver.major() -> int': ({ numbers }: Semver) => numbers[0],
  'Semver.minor() -> int': ({ numbers }: Semver) => numbers[1],
  'Semver.patch() -> int': ({ numbers }: Semver) => numbers[2],
})
