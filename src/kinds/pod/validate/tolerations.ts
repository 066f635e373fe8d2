import type { Toleration } from 'kubernetes-types/core/v1'
import { labelKeyErrors, labelValueErrors } from '../../../lib/names.ts'
import { internalStruct } from '../internal-types.ts'
import type { Path } from './path.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const ALL_KEYS = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'

export function validateTolerations(tolerations: readonly Toleration[], at: Path): void {
  at.each(tolerations, (toleration, here) => {
    const { key, operator, value = '', effect, tolerationSeconds } = toleration
    if (key) here.at('key').judge(key, labelKeyErrors(key))
    else if (operator !== 'Exists') here.at('operator').invalid(operator ?? '', ALL_KEYS)
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      here.at('effect').invalid(effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set")
    }
    if (!operator || operator === 'Equal') {
      const reasons = labelValueErrors(value)
      if (reasons.length > 0) here.at('operator').invalid(value, reasons.join(';'))
    } else if (operator !== 'Exists') here.at('operator').unsupported(operator, ['Equal', 'Exists'])
    else if (value !== '') {
      const struct = internalStruct('Toleration', toleration)
      here.at('operator').invalid(struct, "value must be empty when `operator` is 'Exists'")
    }
    if (effect && !EFFECTS.includes(effect)) here.at('effect').unsupported(effect, EFFECTS)
  })
}
