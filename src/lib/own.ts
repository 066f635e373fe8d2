/**
 * Own properties of objects that hold other people's keys. JSON may say `__proto__` or `constructor`: these functions
 * never read what an object inherits and never change its prototype.
 */

export const has = (object: object, key: string): boolean => Object.hasOwn(object, key)

export const own = (object: Record<string, any>, key: string): any =>
  Object.hasOwn(object, key) ? object[key] : undefined

export function put(object: Record<string, any>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    object[key] = value
  }
}

/** A JSON object: neither null nor a list nor a scalar. */
export const isMap = (value: unknown): value is Record<string, any> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
