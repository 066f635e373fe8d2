import type { Volume } from 'kubernetes-types/core/v1'

type Projection = NonNullable<NonNullable<Volume['projected']>['sources']>[number]

/** Files of a volume that would stand in one place, or one where another wants a folder. */
export function volumePathWarnings(volumes: readonly Volume[]): string[] {
  const texts: string[] = []
  for (const { name, configMap, secret, downwardAPI, projected } of volumes) {
    const volume = `volume ${JSON.stringify(name)}`
    const look = (what: string, items: readonly { path: string }[] | undefined) => {
      if (items) texts.push(...overlaps(pathsOf(items), `${volume} (${what}): overlapping paths`))
    }
    look(`ConfigMap ${JSON.stringify(configMap?.name ?? '')}`, configMap?.items)
    look(`Secret ${JSON.stringify(secret?.secretName ?? '')}`, secret?.items)
    look('DownwardAPI', downwardAPI?.items)
    const all = new Set<string>()
    for (const source of projected?.sources ?? []) {
      if (Object.keys(source).length === 0) texts.push(`${volume} (Projected) has no sources provided`)
      const found = projectedPaths(source)
      if (!found || found.paths.length === 0) continue
      const message = `${volume} (Projected ${found.what}): overlapping paths`
      texts.push(...overlaps(found.paths, message))
      const own = new Set(found.paths)
      texts.push(...overlaps([...own, ...all].sort(), message))
      for (const path of own) all.add(path)
    }
  }
  return texts
}

function projectedPaths(source: Projection): { what: string; paths: string[] } | undefined {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source
  if (configMap?.items)
    return { what: `ConfigMap ${JSON.stringify(configMap.name ?? '')}`, paths: pathsOf(configMap.items) }
  if (secret?.items) return { what: `Secret ${JSON.stringify(secret.name ?? '')}`, paths: pathsOf(secret.items) }
  if (downwardAPI?.items) return { what: 'DownwardAPI', paths: pathsOf(downwardAPI.items) }
  return serviceAccountToken ? { what: 'ServiceAccountToken', paths: [serviceAccountToken.path] } : undefined
}

const pathsOf = (items: readonly { path: string }[]): string[] => items.map(({ path }) => path)

function overlaps(paths: readonly string[], message: string): string[] {
  const seen = new Set<string>()
  const texts: string[] = []
  for (const path of paths) {
    const clean = path.replace(/\/+$/, '')
    const other = [...seen].find(item => overlap(item, clean))
    if (other) texts.push(`${message}: ${JSON.stringify(clean)} with ${JSON.stringify(other)}`)
    seen.add(clean)
  }
  return texts
}

/** As upstream asks it, where `app` overlaps with `apples` too. */
const overlap = (a: string, b: string): boolean =>
  a !== '' && b !== '' && (`${a}/`.startsWith(b) || `${b}/`.startsWith(a))
