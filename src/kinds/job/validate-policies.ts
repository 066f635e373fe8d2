import { type FieldError, invalidValue, required, unsupported } from '../../api/errors.ts'
import type { Job } from '../../lib/objects.ts'
import { labelKeyErrors } from '../../lib/names.ts'
import { parse, total } from './indexes.ts'

type Spec = Job['spec']
type Rule = NonNullable<Spec['podFailurePolicy']>['rules'][number]

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const MOST_RULES = 20
const MOST_CODES = 255
const MOST_CONDITIONS = 20

/** pkg/apis/batch/validation, validatePodFailurePolicy. */
export function validateFailurePolicy(spec: Spec, path: string): FieldError[] {
  const { rules } = spec.podFailurePolicy ?? {}
  if (!rules) return []
  if (rules.length > MOST_RULES) return [tooMany(`${path}.rules`, rules, MOST_RULES)]
  const containers = new Set<string>()
  for (const list of [spec.template.spec?.containers, spec.template.spec?.initContainers]) {
    for (const { name } of list ?? []) containers.add(name)
  }
  return rules.flatMap((rule, i) => ruleErrors(rule, spec, containers, `${path}.rules[${i}]`))
}

const tooMany = (path: string, list: readonly unknown[], most: number): FieldError => ({
  type: 'Too many',
  path,
  detail: `${list.length}: must have at most ${most} items`,
})

function ruleErrors(rule: Rule, spec: Spec, containers: Set<string>, path: string): FieldError[] {
  const errors: FieldError[] = []
  const { action, onExitCodes, onPodConditions } = rule
  if (!action)
    errors.push(required(`${path}.action`, `valid values: ${JSON.stringify(ACTIONS).replaceAll('","', '", "')}`))
  else if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
    errors.push(invalidValue(`${path}.action`, action, 'requires the backoffLimitPerIndex to be set'))
  } else if (!ACTIONS.includes(action)) errors.push(unsupported(`${path}.action`, action, ACTIONS))
  if (onExitCodes) errors.push(...exitCodeErrors(onExitCodes, containers, `${path}.onExitCodes`))
  if (onPodConditions) errors.push(...conditionErrors(onPodConditions, `${path}.onPodConditions`))
  const detail = 'specifying one of OnExitCodes and OnPodConditions is required'
  if (onExitCodes && onPodConditions?.length) {
    errors.push(invalidValue(path, undefined, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  } else if (!onExitCodes && !onPodConditions?.length) errors.push(invalidValue(path, undefined, detail))
  return errors
}

function exitCodeErrors(
  { operator, values = [], containerName }: NonNullable<Rule['onExitCodes']>,
  containers: Set<string>,
  path: string,
): FieldError[] {
  const errors: FieldError[] = []
  const operators = ['In', 'NotIn']
  if (!operator) errors.push(required(`${path}.operator`, 'valid values: ["In" "NotIn"]'))
  else if (!operators.includes(operator)) errors.push(unsupported(`${path}.operator`, operator, operators))
  if (containerName !== undefined && !containers.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template'
    errors.push(invalidValue(`${path}.containerName`, containerName, detail))
  }
  if (values.length === 0) errors.push(invalidValue(`${path}.values`, values, 'at least one value is required'))
  else if (values.length > MOST_CODES) errors.push(tooMany(`${path}.values`, values, MOST_CODES))
  values.forEach((value, i) => {
    const at = `${path}.values[${i}]`
    if (value === 0 && operator === 'In') errors.push(invalidValue(at, value, 'must not be 0 for the In operator'))
    else if (values.indexOf(value) < i) errors.push({ type: 'Duplicate value', path: at, value, detail: '' })
    else if (i > 0 && values[i - 1]! > value) {
      errors.push(invalidValue(`${path}.values`, values, 'must be ordered'))
    }
  })
  return errors
}

function conditionErrors(list: NonNullable<Rule['onPodConditions']>, path: string): FieldError[] {
  if (list.length > MOST_CONDITIONS) return [tooMany(path, list, MOST_CONDITIONS)]
  return list.flatMap(({ type = '', status }, i) => {
    const errors = labelKeyErrors(type).map(why => invalidValue(`${path}[${i}].type`, type, why))
    const statuses = ['False', 'True', 'Unknown']
    if (!status) errors.push(required(`${path}[${i}].status`, 'valid values: ["False" "True" "Unknown"]'))
    else if (!statuses.includes(status)) errors.push(unsupported(`${path}[${i}].status`, status, statuses))
    return errors
  })
}

/** pkg/apis/batch/validation, validateSuccessPolicy. */
export function validateSuccessPolicy(
  { successPolicy, completionMode, completions }: Spec,
  path: string,
): FieldError[] {
  if (!successPolicy) return []
  if (completionMode !== 'Indexed') return [invalidValue(path, successPolicy, 'requires indexed completion mode')]
  const { rules = [] } = successPolicy
  if (rules.length === 0) {
    return [required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified')]
  }
  if (rules.length > MOST_RULES) return [tooMany(`${path}.rules`, rules, MOST_RULES)]
  return rules.flatMap(({ succeededIndexes, succeededCount }, i) => {
    const at = `${path}.rules[${i}]`
    if (succeededIndexes === undefined && succeededCount === undefined) {
      return [required(at, 'at least one of succeededCount or succeededIndexes must be specified')]
    }
    const errors: FieldError[] = []
    let most = completions ?? 0
    if (succeededIndexes !== undefined) {
      const why = indexesError(succeededIndexes, completions ?? 0)
      if (why) errors.push(invalidValue(`${at}.succeededIndexes`, succeededIndexes, why))
      else most = total(parse(succeededIndexes, completions ?? 0))
    }
    if (succeededCount === undefined) return errors
    if (succeededCount < 0) {
      errors.push(invalidValue(`${at}.succeededCount`, succeededCount, 'must be greater than or equal to 0'))
    } else if (succeededCount > most) {
      const of =
        succeededIndexes === undefined
          ? `${most} (the number of specified completions)`
          : `${most} (the number of indexes in the specified succeededIndexes field)`
      errors.push(invalidValue(`${at}.succeededCount`, succeededCount, `must be less than or equal to ${of}`))
    }
    return errors
  })
}

/** Why a text is no ascending list of indexes and ranges. */
function indexesError(text: string, completions: number): string | undefined {
  let end = -1
  for (const part of text.split(',')) {
    const limits = part.split('-')
    if (limits.length > 2)
      return `the fragment "${part}" violates the requirement that an index interval can have at most two parts separated by '-'`
    for (const limit of limits) {
      if (!/^\d+$/.test(limit)) return `cannot convert string to integer for index: "${limit}"`
    }
    const [first, last = first] = limits.map(Number)
    if (first! >= completions) return 'too large index: "' + limits[0] + '"'
    if (end >= first!) return `non-increasing order, previous: ${end}, current: ${first}`
    if (last! >= completions) return 'too large index: "' + limits[1] + '"'
    if (limits.length === 2 && last! <= first!) return `non-increasing order, previous: ${first}, current: ${last}`
    end = last!
  }
  return undefined
}
