import { readSimpleYaml } from './simple-yaml.ts'

export { YamlError } from './yaml-errors.ts'

/** The value of one YAML document, null when it is empty. Of a key that is given twice the last one counts. Throws YamlError. */
export async function parseYaml(text: string): Promise<unknown> {
  const simple = readSimpleYaml(text)
  if (simple) return simple.value
  const { readFullYaml } = await import('./full-yaml.ts')
  return readFullYaml(text)
}
