import type { Column } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import { goPrint } from '../../lib/go-print.ts'
import { compileFind } from '../../lib/jsonpath.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Version } from './types.ts'

const NAME: Column<KubeObject> = { name: 'Name', value: object => object.metadata.name }
const AGE: Column<KubeObject> = {
  name: 'Age',
  value: (object, { now }) => age(object.metadata.creationTimestamp, now),
}

/** The table columns of a custom resource (apiextensions pkg/registry/customresource/tableconvertor). */
export function columnsOf({ additionalPrinterColumns }: Version): Column<KubeObject>[] {
  if (!additionalPrinterColumns?.length) return [NAME, AGE]
  return [NAME, ...additionalPrinterColumns.map(column)]
}

function column({ name, type, jsonPath, priority }: NonNullable<Version['additionalPrinterColumns']>[number]) {
  const find = compiled(jsonPath)
  const value: Column<KubeObject>['value'] = (object, { now }) => {
    const [found] = find(object)
    if (found === undefined || found === null) return type === 'date' ? '<unknown>' : ''
    if (type === 'date') return typeof found === 'string' ? age(found, now) : '<invalid>'
    return typeof found === 'number' ? found : goPrint(found)
  }
  return { name, value, ...(priority ? { wide: true } : {}) }
}

/** A path that does not parse finds nothing. */
function compiled(path: string): (object: unknown) => unknown[] {
  try {
    return compileFind(`{${path}}`)
  } catch {
    return () => []
  }
}
