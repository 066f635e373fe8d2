import { type FieldError, invalidValue, required, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import type { CronJob } from '../../lib/objects.ts'
import { jobSpecErrors, noSelector } from '../job/validate.ts'
import { notNegative } from '../validate-workload.ts'
import { parseSchedule, ScheduleError } from './schedule.ts'
import { zoneOf } from './zone.ts'

/** A Job's name has 11 characters more, and 63 at most. */
const LONGEST_NAME = 52
const POLICIES = ['Allow', 'Forbid', 'Replace']

/** Modelled on pkg/apis/batch/validation, ValidateCronJobCreate and validateCronJobSpec. */
export function validate(next: CronJob, previous: CronJob | undefined, admission: Admission): FieldError[] {
  if (admission.subresource) return []
  const { spec, metadata } = next
  const errors: FieldError[] = []
  if (!spec.schedule) errors.push(required('spec.schedule'))
  else errors.push(...scheduleErrors(spec, previous?.spec.schedule.includes('TZ') ?? false))
  errors.push(...notNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds))
  errors.push(...zoneErrors(spec.timeZone))
  if (!POLICIES.includes(spec.concurrencyPolicy!)) {
    errors.push(unsupported('spec.concurrencyPolicy', spec.concurrencyPolicy, POLICIES))
  }
  errors.push(...jobSpecErrors(spec.jobTemplate.spec!, 'spec.jobTemplate.spec'))
  errors.push(...noSelector(spec.jobTemplate.spec!, 'spec.jobTemplate.spec'))
  errors.push(...notNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit))
  errors.push(...notNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit))
  if (!previous && metadata.name?.length > LONGEST_NAME) {
    errors.push(invalidValue('metadata.name', metadata.name, `must be no more than ${LONGEST_NAME} characters`))
  }
  return errors
}

function scheduleErrors({ schedule, timeZone }: CronJob['spec'], zonedBefore: boolean): FieldError[] {
  const errors: FieldError[] = []
  const wrong = (detail: string) => errors.push(invalidValue('spec.schedule', schedule, detail))
  try {
    parseSchedule(schedule)
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    wrong(error.message)
  }
  if (!schedule.includes('TZ')) return errors
  if (!zonedBefore) wrong('cannot use TZ or CRON_TZ in schedule, use timeZone field instead')
  else if (timeZone !== undefined) wrong('cannot use both timeZone field and TZ or CRON_TZ in schedule')
  return errors
}

function zoneErrors(zone: string | undefined): FieldError[] {
  if (zone === undefined) return []
  const wrong = (detail: string) => [invalidValue('spec.timeZone', zone, detail)]
  if (zone === '') return wrong('timeZone must be nil or non-empty string')
  const isPart = (part: string) => /^[A-Za-z.\-_0-9+]{1,14}$/.test(part) && !/^(\.|\.\.|-.*)$/.test(part)
  if (!zone.split('/').every(isPart)) return wrong(`unknown time zone ${zone}`)
  if (zone.toLowerCase() === 'local') {
    return wrong('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')
  }
  return zoneOf(zone) ? [] : wrong(`unknown time zone ${zone}`)
}
