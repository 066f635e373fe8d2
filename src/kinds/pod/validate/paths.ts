import type { Path } from './path.ts'

/** A path below some folder: not absolute and never upwards. */
export function validateDescending(path: string, at: Path): void {
  if (path.startsWith('/')) at.invalid(path, 'must be a relative path')
  validateNoBacksteps(path, at)
}

/** Such a path that does not begin with the names that the kubelet keeps for itself. */
export function validateUnreserved(path: string, at: Path): void {
  validateDescending(path, at)
  if (path.startsWith('..') && !path.startsWith('../')) at.invalid(path, "must not start with '..'")
}

export function validateNoBacksteps(path: string, at: Path): void {
  if (path.includes('..') && path.split('/').includes('..')) at.invalid(path, "must not contain '..'")
}
