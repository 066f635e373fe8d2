import { isMap } from '../../lib/own.ts'
import { byElement, type Element, shown } from './element.ts'

export type Path = readonly Element[]

/**
 * A set of field paths of one object (structured-merge-diff fieldpath.Set). A path and the paths below it are members
 * each for itself.
 */
export class FieldSet {
  readonly #members = new Set<Element>()
  readonly #children = new Map<Element, FieldSet>()

  /** From `fieldsV1` of a managedFields entry. What is no such thing counts as empty. */
  static read(fields: unknown): FieldSet {
    const set = new FieldSet()
    if (!isMap(fields)) return set
    for (const [element, below] of Object.entries(fields)) {
      if (element === '.') continue
      const inner = isMap(below) ? below : {}
      const names = Object.keys(inner)
      if (names.length === 0 || names.includes('.')) set.#members.add(element)
      if (names.some(name => name !== '.')) set.#children.set(element, FieldSet.read(inner))
    }
    return set
  }

  /** The other way round. */
  fields(): Record<string, unknown> {
    const fields: Record<string, unknown> = {}
    for (const element of this.#elements()) {
      const below = this.#children.get(element)?.fields()
      fields[element] = below ? (this.#members.has(element) ? { '.': {}, ...below } : below) : {}
    }
    return fields
  }

  get isEmpty(): boolean {
    return this.#members.size === 0 && [...this.#children.values()].every(child => child.isEmpty)
  }

  /** The path may change afterwards. */
  insert(path: Path): void {
    let set: FieldSet = this
    const last = path.length - 1
    for (let i = 0; i < last; i++) set = set.#child(path[i]!)
    if (last >= 0) set.#members.add(path[last]!)
  }

  /** May be one of the two: insert no more into either. */
  union(other: FieldSet): FieldSet {
    if (other.isEmpty) return this
    if (this.isEmpty) return other
    const result = this.#copy()
    result.#addAll(other)
    return result
  }

  minus(other: FieldSet): FieldSet {
    const result = new FieldSet()
    for (const element of this.#members) if (!other.#members.has(element)) result.#members.add(element)
    for (const [element, child] of this.#children) {
      const theirs = other.#children.get(element)
      result.#attach(element, theirs ? child.minus(theirs) : child.#copy())
    }
    return result
  }

  intersection(other: FieldSet): FieldSet {
    const result = new FieldSet()
    for (const element of this.#members) if (other.#members.has(element)) result.#members.add(element)
    for (const [element, child] of this.#children) {
      const theirs = other.#children.get(element)
      if (theirs) result.#attach(element, child.intersection(theirs))
    }
    return result
  }

  /** Without a path and all that is below it. What stays is shared with this set: insert no more into either. */
  without(path: Path): FieldSet {
    const [element, ...rest] = path as [Element, ...Element[]]
    const child = this.#children.get(element)
    const left = rest.length === 0 ? undefined : child?.without(rest)
    const drops = rest.length === 0 && this.#members.has(element)
    if (left === child && !drops) return this
    const result = new FieldSet()
    for (const member of this.#members) if (!drops || member !== element) result.#members.add(member)
    for (const [name, below] of this.#children) {
      if (name !== element) result.#children.set(name, below)
      else if (left) result.#attach(name, left)
    }
    return result
  }

  /** Without a member of this level, but with what is below it, which is shared. */
  withoutMember(element: Element): FieldSet {
    if (!this.#members.has(element)) return this
    const result = new FieldSet()
    for (const member of this.#members) if (member !== element) result.#members.add(member)
    for (const [name, below] of this.#children) result.#children.set(name, below)
    return result
  }

  equals(other: FieldSet): boolean {
    return this.minus(other).isEmpty && other.minus(this).isEmpty
  }

  /** With every field on the way to a member (not items of lists) as a member. */
  withNamedAncestors(): FieldSet {
    const result = new FieldSet()
    for (const element of this.#members) result.#members.add(element)
    for (const [element, child] of this.#children) {
      if (child.isEmpty) continue
      if (element.startsWith('f:')) result.#members.add(element)
      result.#children.set(element, child.withNamedAncestors())
    }
    return result
  }

  has(element: Element): boolean {
    return this.#members.has(element)
  }

  below(element: Element): FieldSet | undefined {
    return this.#children.get(element)
  }

  /** Every member as conflicts show it (`.spec.replicas`), those of a level before those below it. */
  *shown(prefix = ''): Generator<string> {
    for (const element of [...this.#members].sort(byElement)) yield prefix + shown(element)
    for (const element of [...this.#children.keys()].sort(byElement)) {
      yield* this.#children.get(element)!.shown(prefix + shown(element))
    }
  }

  #elements(): Element[] {
    const all = new Set(this.#members)
    for (const [element, child] of this.#children) if (!child.isEmpty) all.add(element)
    return [...all].sort(byElement)
  }

  #child(element: Element): FieldSet {
    let child = this.#children.get(element)
    if (!child) this.#children.set(element, (child = new FieldSet()))
    return child
  }

  #attach(element: Element, child: FieldSet): void {
    if (!child.isEmpty) this.#children.set(element, child)
  }

  #addAll(other: FieldSet): void {
    for (const element of other.#members) this.#members.add(element)
    for (const [element, child] of other.#children) this.#child(element).#addAll(child)
  }

  #copy(): FieldSet {
    const result = new FieldSet()
    result.#addAll(this)
    return result
  }
}

/** The union of several `fieldsV1`. */
export const mergeFields = (all: readonly unknown[]): Record<string, unknown> =>
  all.reduce<FieldSet>((union, fields) => union.union(FieldSet.read(fields)), new FieldSet()).fields()
