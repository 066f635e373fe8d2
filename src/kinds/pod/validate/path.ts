import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalidValue,
  notFoundField,
  required,
  unsupported,
} from '../../../api/errors.ts'

/**
 * Where validation stands, `spec.containers[0].image`, and what it has found wrong so far. Nothing is spelled out until
 * there is something to complain of. Modelled on apimachinery's field.Path.
 */
export class Path {
  private readonly errors: FieldError[]
  private readonly parent: Path | undefined
  private readonly step: string | number

  private constructor(errors: FieldError[], parent: Path | undefined, step: string | number) {
    this.errors = errors
    this.parent = parent
    this.step = step
  }

  /** `path` may be empty for the object itself. Found errors are added to `errors`. */
  static root(path: string, errors: FieldError[]): Path {
    return new Path(errors, undefined, path)
  }

  at(step: string | number): Path {
    return new Path(this.errors, this, step)
  }

  /** An entry of a map: `limits[cpu]`. */
  key(key: string): Path {
    return new Path(this.errors, this, `[${key}]`)
  }

  toString(): string {
    if (!this.parent) return String(this.step)
    const before = this.parent.toString()
    if (typeof this.step === 'number') return `${before}[${this.step}]`
    return before === '' || this.step[0] === '[' ? before + this.step : `${before}.${this.step}`
  }

  /** Looks at every item of a list, with the path of the item. */
  each<T>(list: readonly T[] | undefined, look: (item: T, at: Path, index: number) => void): void {
    if (list) for (let i = 0; i < list.length; i++) look(list[i]!, this.at(i), i)
  }

  /** How many errors have been found anywhere so far. */
  get found(): number {
    return this.errors.length
  }

  required(detail = ''): void {
    this.errors.push(required(this.toString(), detail))
  }

  invalid(value: unknown, detail: string): void {
    this.errors.push(invalidValue(this.toString(), value ?? null, detail))
  }

  forbidden(detail: string): void {
    this.errors.push(forbiddenField(this.toString(), detail))
  }

  duplicate(value: unknown): void {
    this.errors.push(duplicate(this.toString(), value))
  }

  notFound(value: unknown): void {
    this.errors.push(notFoundField(this.toString(), value))
  }

  unsupported(value: unknown, supported: readonly string[]): void {
    this.errors.push(unsupported(this.toString(), value, supported))
  }

  tooLong(detail: string): void {
    this.errors.push({ type: 'Too long', path: this.toString(), detail })
  }

  tooMany(count: number, most: number): void {
    const detail = `${count}: must have at most ${most} item${most === 1 ? '' : 's'}`
    this.errors.push({ type: 'Too many', path: this.toString(), detail })
  }

  /** One complaint for each reason that a rule of lib/names.ts gives. */
  judge(value: unknown, reasons: readonly string[]): void {
    for (let i = 0; i < reasons.length; i++) this.invalid(value, reasons[i]!)
  }

  nonNegative(value: number | undefined): void {
    if (value !== undefined && value < 0) this.invalid(value, 'must be greater than or equal to 0')
  }

  /** A choice that must be made, among these. */
  oneOf(value: string | undefined, supported: readonly string[]): void {
    if (!value) this.required()
    else if (!supported.includes(value)) this.unsupported(value, supported)
  }
}
