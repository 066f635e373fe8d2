import { authorizers } from './functions/authorizers.ts'
import { collections } from './functions/collections.ts'
import { comparisons } from './functions/comparisons.ts'
import { conversions } from './functions/conversions.ts'
import { ips } from './functions/ips.ts'
import { lists } from './functions/lists.ts'
import { namedFormats } from './functions/named-formats.ts'
import { operators } from './functions/operators.ts'
import { optionals } from './functions/optionals.ts'
import { quantities } from './functions/quantities.ts'
import { regexes } from './functions/regexes.ts'
import { semvers } from './functions/semvers.ts'
import { sets } from './functions/sets.ts'
import { strings } from './functions/strings.ts'
import { times } from './functions/times.ts'
import { urls } from './functions/urls.ts'
import { type Overload, overloadsOf } from './overload.ts'

/** Every function, by name; made when the first expression is compiled. */
let all: Map<string, Overload[]> | undefined

function library(): Map<string, Overload[]> {
  all ??= overloadsOf(
    [
      operators,
      comparisons,
      conversions,
      collections,
      strings,
      regexes,
      times,
      lists,
      sets,
      optionals,
      quantities,
      urls,
      ips,
      semvers,
      namedFormats,
      authorizers,
    ].map(family => family()),
  )
  return all
}

export const overloadsNamed = (name: string): readonly Overload[] => library().get(name) ?? []

/** Whether it is the name of a function that is called on nothing: `sets.contains`. */
export const isGlobalFunction = (name: string): boolean => overloadsNamed(name).some(overload => !overload.member)
