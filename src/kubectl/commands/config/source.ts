import type { Flag, Flags, Io } from '../../command.ts'
import type { Kubeconfig } from './kubeconfig.ts'

/** Where the configuration of a command comes from and goes to. */
export interface Source {
  /** What kubectl would name in its answers. */
  readonly file: string
  read(): Promise<Kubeconfig>
  /** Throws FailedError for what cannot be. */
  write(config: Kubeconfig): Promise<void>
}

export const KUBECONFIG: Flag = {
  name: 'kubeconfig',
  type: 'string',
  default: '',
  help: "The kubeconfig file to use, in place of kubesim's own clusters.",
}

/** A file that --kubeconfig names, else the clusters that there are. */
export async function sourceOf(io: Io, flags: Flags): Promise<Source> {
  if (flags['kubeconfig']) return new (await import('./file.ts')).FileSource(io, flags['kubeconfig'])
  return new (await import('./clusters.ts')).ClusterSource(io, flags['state'])
}

/** Reads, changes and writes. */
export async function change(io: Io, flags: Flags, act: (config: Kubeconfig, file: string) => void): Promise<Source> {
  const source = await sourceOf(io, flags)
  const config = await source.read()
  act(config, source.file)
  await source.write(config)
  return source
}
