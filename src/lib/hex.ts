const BYTES: string[] = []
const byte = (n: number): string => (BYTES[n] ??= n.toString(16).padStart(2, '0'))

/** The eight hex digits of the low 32 bits of a number; by a table, as V8 writes large numbers slowly. */
export const hex32 = (n: number): string =>
  byte(n >>> 24) + byte((n >>> 16) & 255) + byte((n >>> 8) & 255) + byte(n & 255)

/** The four hex digits of the low 16 bits of a number. */
export const hex16 = (n: number): string => byte((n >>> 8) & 255) + byte(n & 255)
