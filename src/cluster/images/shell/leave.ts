/** Leaves a loop, a function or the shell. `value`: exit code, or how many loops. */
export class Leave {
  readonly kind: 'exit' | 'return' | 'break' | 'continue'
  readonly value: number
  constructor(kind: 'exit' | 'return' | 'break' | 'continue', value: number) {
    this.kind = kind
    this.value = value
  }
}
