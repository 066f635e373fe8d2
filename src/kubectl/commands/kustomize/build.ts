import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isMap } from '../../../lib/own.ts'
import type { Io } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { documents } from '../../manifests/documents.ts'
import { withHash } from '../create/append-hash.ts'
import { absorb, type Generator, generated, isHashed } from './generate.ts'
import { changeImages, changeReplicas } from './images.ts'
import { check, type Kustomization, type PatchEntry } from './kustomization.ts'
import { addAnnotations, addLabels } from './labels.ts'
import { inOrder } from './order.ts'
import { type Patch, patched } from './patches.ts'
import { followNames } from './references.ts'
import { isNamespaced, rename, type Resource, shownId } from './resource.ts'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/**
 * The objects of a kustomization folder, as `kubectl kustomize` prints them. Modelled on sigs.k8s.io/kustomize api/krusty.
 * Throws FailedError.
 */
export async function buildKustomization(io: Io, path: string): Promise<any[]> {
  if (/^(https?|ssh|git):|^github\.com\//.test(path)) {
    throw new FailedError(`${PROGRAM} does not read URLs: fetch ${JSON.stringify(path)} first and give the folder`)
  }
  const builder = new Builder(io)
  const resources = await builder.layer(resolve(io.cwd, path), [])
  for (const warning of builder.warnings) io.stderr(`${warning}\n`)
  for (const resource of resources) if (resource.hashed) addHash(resource)
  followNames(resources)
  return inOrder(resources).map(({ object }) => object)
}

function addHash(resource: Resource): void {
  const { kind, data, binaryData, type } = resource.object
  const content = { kind, name: '', data: data ?? '', ...(binaryData ? { binaryData } : {}), ...(type ? { type } : {}) }
  rename(resource, metadata => {
    metadata.name = withHash(metadata.name, content)
  })
}

class Builder {
  readonly warnings = new Set<string>()
  readonly #io: Io

  constructor(io: Io) {
    this.#io = io
  }

  /** One folder with all below it. `above`: the folders that led here. */
  async layer(folder: string, above: readonly string[]): Promise<Resource[]> {
    if (above.includes(folder)) {
      throw new FailedError(`cycle detected: candidate root '${folder}' contains visited root '${folder}'`)
    }
    const kustomization = await this.#read(folder)
    let resources: Resource[] = []
    for (const path of kustomization.resources) {
      for (const found of await this.#accumulate(folder, path, [...above, folder])) {
        const id = shownId(found)
        if (resources.some(each => shownId(each) === id)) {
          throw new FailedError(
            `accumulating resources: accumulation err='merging resources from '${path}': may not add resource with an already registered id: ${id}'`,
          )
        }
        resources.push(found)
      }
    }
    const generators: [kind: 'ConfigMap' | 'Secret', generator: Generator][] = [
      ...kustomization.configMapGenerator.map(each => ['ConfigMap', each] as ['ConfigMap', Generator]),
      ...kustomization.secretGenerator.map(each => ['Secret', each] as ['Secret', Generator]),
    ]
    for (const [kind, each] of generators) {
      const object = await generated(this.#io, folder, kind, each, kustomization.generatorOptions)
      absorb(resources, object, each, isHashed(each, kustomization.generatorOptions))
    }
    const patches = await this.#patches(folder, kustomization.patches)
    for (const patch of patches) resources = patched(resources, patch)
    this.#transform(resources, kustomization)
    return resources
  }

  #transform(resources: Resource[], kustomization: Kustomization): void {
    const { namespace, namePrefix = '', nameSuffix = '' } = kustomization
    if (namespace) {
      for (const resource of resources) if (isNamespaced(resource)) rename(resource, m => (m.namespace = namespace))
    }
    if (namePrefix || nameSuffix) {
      for (const resource of resources) {
        // Their names are not free.
        if (['CustomResourceDefinition', 'APIService', 'Namespace'].includes(resource.object.kind)) continue
        rename(resource, m => (m.name = `${namePrefix}${m.name}${nameSuffix}`))
      }
    }
    for (const rule of kustomization.labels) addLabels(resources, rule)
    if (Object.keys(kustomization.commonAnnotations).length > 0) {
      addAnnotations(resources, kustomization.commonAnnotations)
    }
    changeReplicas(resources, kustomization.replicas)
    changeImages(resources, kustomization.images)
  }

  async #read(folder: string): Promise<Kustomization> {
    const info = await stat(folder).catch(() => undefined)
    if (!info) throw new FailedError(notAFolder(folder))
    if (!info.isDirectory()) throw new FailedError(`must build at directory: '${folder}': file is not directory`)
    const found: string[] = []
    for (const name of NAMES) if (await stat(join(folder, name)).catch(() => undefined)) found.push(name)
    if (found.length === 0) {
      throw new FailedError(
        `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
      )
    }
    if (found.length > 1) {
      throw new FailedError(`Found multiple kustomization files under: ${folder}`)
    }
    const [document = {}] = await this.#documents(join(folder, found[0]!))
    return check(document, text => this.warnings.add(text))
  }

  async #accumulate(folder: string, path: string, above: readonly string[]): Promise<Resource[]> {
    if (/^(https?|ssh|git):|^github\.com\//.test(path)) {
      throw new FailedError(`${PROGRAM} does not read URLs: fetch ${JSON.stringify(path)} first and name the folder`)
    }
    const absolute = resolve(folder, path)
    const info = await stat(absolute).catch(() => undefined)
    if (!info) {
      const missing = `evalsymlink failure on '${absolute}' : lstat ${absolute}: no such file or directory`
      throw new FailedError(
        `accumulating resources: accumulation err='accumulating resources from '${path}': ${missing}': ${notAFolder(absolute)}`,
      )
    }
    if (info.isDirectory()) return this.layer(absolute, above)
    return (await this.#documents(absolute)).flatMap(document => objectsOf(document, absolute))
  }

  async #patches(folder: string, entries: readonly PatchEntry[]): Promise<Patch[]> {
    const found: Patch[] = []
    for (const { patch, path, target } of entries) {
      const text =
        path === undefined ? (patch ?? '') : await readFile(resolve(folder, path), 'utf8').catch(() => undefined)
      if (text === undefined) {
        throw new FailedError(
          `failed to get the patch file from path(${path}): evalsymlink failure on '${resolve(folder, path!)}' : lstat ${resolve(folder, path!)}: no such file or directory`,
        )
      }
      for await (const content of documents(text)) found.push({ content, ...(target ? { target } : {}) })
    }
    return found
  }

  async #documents(file: string): Promise<unknown[]> {
    const found: unknown[] = []
    try {
      for await (const document of documents(await readFile(file, 'utf8'))) found.push(document)
    } catch (error) {
      if (error instanceof SyntaxError) throw new FailedError(`invalid Kustomization: ${file}: ${error.message}`)
      throw error
    }
    return found
  }
}

const notAFolder = (path: string): string =>
  `must build at directory: not a valid directory: evalsymlink failure on '${path}' : lstat ${path}: no such file or directory`

function objectsOf(document: unknown, file: string): Resource[] {
  if (!isMap(document)) return []
  if (Array.isArray(document['items']) && /List$/.test(document['kind'])) {
    return document['items'].flatMap(item => objectsOf(item, file))
  }
  if (!document['kind']) {
    throw new FailedError(`accumulating resources: missing metadata.name in object or kind in '${file}'`)
  }
  return [{ object: structuredClone(document), before: [] }]
}
