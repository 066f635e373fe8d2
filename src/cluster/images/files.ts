import type { Files } from './image.ts'

/** A folder mounted into a container. */
export interface Mount {
  /** Where: `/usr/share/nginx/html`; for a single file (`subPath`), the file itself. */
  path: string
  /** Whose files these are; containers that mount the same volume share what is written there. */
  volume: string
  /** The folder (or file) of the volume that is mounted, `/sub`, when it is not all of it. */
  within?: string
  readOnly: boolean
  /** Files that the volume brings, by path below the mount (`''` for a single file). */
  entries(): Record<string, string>
}

/**
 * What was written, by place: `<volume>|<path below it>`, or `:<container>|<path>` for the container's own file system.
 * `undefined` for removed files.
 */
export type Written = Map<string, string | undefined>

/** Whether a place is in a volume, which other containers may share and which outlives the container. */
export const isInVolume = (place: string): boolean => !place.startsWith(':')

/** Where the places of a container's own file system begin. */
export const ownPlaces = (container: string): string => `:${container}|`

/** A folder is there as soon as something is in it; an empty one is kept by this mark. */
export const FOLDER_MARK = '.kubesim-folder'

/**
 * The files of a container: those of the image, hidden by mounts, hidden by what its process wrote, hidden by what was
 * written through exec. The image's own files are computed when first read.
 */
export class LayeredFiles implements Files {
  /** Written by the main process; begins empty at every look, as its run is followed anew. */
  readonly process: Written = new Map()
  /** Written through exec, and what ended containers left in shared volumes. */
  readonly kept: Written
  /** Where writes go. */
  layer: 'process' | 'kept' = 'process'
  private readonly root: string
  private readonly image: () => Record<string, string>
  private readonly mounts: Mount[]
  private readonly readOnlyRoot: boolean
  private own: Record<string, string> | undefined

  constructor(options: {
    container: string
    image(): Record<string, string>
    mounts?: Mount[]
    kept?: Written
    readOnlyRoot?: boolean
  }) {
    this.root = ownPlaces(options.container)
    this.image = options.image
    this.mounts = (options.mounts ?? []).sort((a, b) => b.path.length - a.path.length)
    this.kept = options.kept ?? new Map()
    this.readOnlyRoot = options.readOnlyRoot ?? false
  }

  private mountOf(path: string): Mount | undefined {
    return this.mounts.find(
      mount => path === mount.path || path.startsWith(mount.path === '/' ? '/' : `${mount.path}/`),
    )
  }

  private place(path: string, mount: Mount | undefined): string {
    return mount ? `${mount.volume}|${mount.within ?? ''}${path.slice(mount.path.length)}` : this.root + path
  }

  private below(path: string, mount: Mount | undefined): string | undefined {
    if (mount) return mount.entries()[path.slice(mount.path.length).replace(/^\//, '')]
    this.own ??= this.image()
    return this.own[path]
  }

  read(path: string): string | undefined {
    const mount = this.mountOf(path)
    const place = this.place(path, mount)
    if (this.kept.has(place)) return this.kept.get(place)
    if (this.process.has(place)) return this.process.get(place)
    return this.below(path, mount)
  }

  write(path: string, content: string | undefined): boolean {
    const mount = this.mountOf(path)
    if (mount ? mount.readOnly : this.readOnlyRoot) return false
    const place = this.place(path, mount)
    if (this.layer === 'kept') this.kept.set(place, content)
    else this.process.set(place, content)
    return true
  }

  list(path: string): string[] | undefined {
    const names = new Set<string>()
    const prefix = path === '/' ? '/' : `${path}/`
    const add = (file: string) => {
      if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split('/')[0]!)
    }
    const mount = this.mountOf(path)
    if (mount) for (const name of Object.keys(mount.entries())) add(`${mount.path}/${name}`)
    else {
      this.own ??= this.image()
      for (const file of Object.keys(this.own)) add(file)
    }
    for (const { path: mounted } of this.mounts) if (mounted !== path) add(mounted)
    for (const layer of [this.process, this.kept]) {
      for (const [place, content] of layer) {
        const file = this.pathOf(place)
        if (file === undefined || !file.startsWith(prefix)) continue
        if (content !== undefined) add(file)
        else if (this.read(file) === undefined) names.delete(file.slice(prefix.length))
      }
    }
    const exists = names.size > 0 || path === '/' || mount?.path === path
    names.delete(FOLDER_MARK)
    return exists ? [...names].sort() : undefined
  }

  /** The path in this container of a place; undefined when it cannot be seen here. */
  private pathOf(place: string): string | undefined {
    if (!isInVolume(place)) return place.startsWith(this.root) ? place.slice(this.root.length) : undefined
    const bar = place.indexOf('|')
    const [volume, path] = [place.slice(0, bar), place.slice(bar + 1)]
    const mount = this.mounts.find(
      ({ volume: mounted, within = '' }) => mounted === volume && `${path}/`.startsWith(`${within}/`),
    )
    return mount && `${mount.path === '/' ? '' : mount.path}${path.slice(mount.within?.length ?? 0)}`
  }
}
