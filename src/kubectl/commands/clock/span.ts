import { parseGoDuration } from '../../../lib/duration.ts'
import type { Ms } from '../../../lib/time.ts'
import { UsageError } from '../../command.ts'

/** `90s`, `5m`, `1h30m`; also `2d` and `1w`, which Go does not know. Throws UsageError. */
export function span(text: string | undefined): Ms {
  const days = /^(\d+)([dw])$/.exec(text ?? '')
  const ms = days ? Number(days[1]) * (days[2] === 'w' ? 7 : 1) * 86_400_000 : parseGoDuration(text ?? '')
  if (ms === undefined || ms < 0)
    throw new UsageError(`${JSON.stringify(text ?? '')} is no duration: use one like 30s, 5m, 1h30m or 7d`)
  return ms
}
