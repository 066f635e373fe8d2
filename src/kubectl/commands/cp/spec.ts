import { FailedError } from '../../command.ts'

/** One side of a copy. Without `pod` it is a path of this machine. */
export interface Place {
  namespace?: string
  pod?: string
  path: string
}

/** `[[namespace/]pod:]path`. Throws FailedError. */
export function placeOf(word: string): Place {
  const colon = word.indexOf(':')
  if (colon < 0) return { path: word }
  const [first = '', second, ...more] = word.slice(0, colon).split('/')
  if (colon === 0 || more.length) {
    throw new FailedError('filespec must match the canonical format: [[namespace/]pod:]file/path')
  }
  const path = word.slice(colon + 1).replace(/\\/g, '/')
  return second === undefined ? { pod: first, path } : { namespace: first, pod: second, path }
}

/** The name that a container's path has in an archive: clean, without slashes around it or steps above the root. */
export function memberName(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/') || '.'
}

/** Folder and name of a container's path, as Go's path.Dir and path.Base. */
export function splitPath(path: string): { folder: string; name: string } {
  const clean = path.replace(/\/+$/, '')
  const slash = clean.lastIndexOf('/')
  return { folder: slash < 0 ? '.' : clean.slice(0, slash) || '/', name: clean.slice(slash + 1) }
}
