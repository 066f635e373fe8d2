import { type FieldError, unsupported } from '../api/errors.ts'

const SHORT: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}

/** `RWO,ROX`: as tables and descriptions show access modes, always in the same order. */
export const accessModesText = (modes: readonly string[] | undefined): string =>
  Object.keys(SHORT)
    .filter(mode => modes?.includes(mode))
    .map(mode => SHORT[mode])
    .join(',')

export const accessModeErrors = (modes: readonly string[], path: string): FieldError[] => {
  const known = Object.keys(SHORT).sort()
  return modes.filter(mode => SHORT[mode] === undefined).map(mode => unsupported(path, mode, known))
}
