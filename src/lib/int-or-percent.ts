/** A whole number from digits with an optional sign; `undefined` for anything else. */
export function wholeNumber(text: string): number | undefined {
  return /^[+-]?[0-9]+$/.test(text) ? Number(text) : undefined
}

/** The number before `%`; `undefined` when the text is no percentage. */
export function percentage(value: number | string | undefined): number | undefined {
  if (typeof value !== 'string' || !value.endsWith('%')) return undefined
  return wholeNumber(value.slice(0, -1))
}

/**
 * An IntOrString scaled: a number stands for itself, `30%` is that part of `total`, rounded up or down.
 * Modelled on apimachinery's intstr.GetScaledValueFromIntOrPercent. Throws Error for other text.
 */
export function scaled(value: number | string, total: number, roundUp: boolean): number {
  if (typeof value === 'number') return value
  const percent = percentage(value)
  if (percent === undefined) {
    throw new Error(`invalid value for IntOrString: invalid type: string is not a percentage`)
  }
  return roundUp ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100)
}
