import { ipErrors, subdomainErrors } from '../../../lib/names.ts'
import type { PodSpec } from '../../../lib/objects.ts'
import type { Path } from './path.ts'

const NAMESERVERS = 3
const SEARCHES = 32
/** Characters, with the spaces between. */
const SEARCH_LENGTH = 2048

export function validateDnsConfig({ dnsPolicy, dnsConfig }: PodSpec, at: Path): void {
  if (dnsPolicy === 'None' && !dnsConfig) at.required('must provide `dnsConfig` when `dnsPolicy` is None')
  if (!dnsConfig) return
  const { nameservers = [], searches = [], options = [] } = dnsConfig
  const servers = at.at('nameservers')
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    servers.required('must provide at least one DNS nameserver when `dnsPolicy` is None')
  }
  if (nameservers.length > NAMESERVERS) {
    servers.invalid(nameservers, `must not have more than ${NAMESERVERS} nameservers`)
  }
  servers.each(nameservers, (address, here) => here.judge(address, ipErrors(address)))
  validateSearches(searches, at.at('searches'))
  at.at('options').each(options, ({ name }, here) => {
    if (!name) here.required('must not be empty')
  })
}

function validateSearches(searches: readonly string[], at: Path): void {
  if (searches.length > SEARCHES) at.invalid(searches, `must not have more than ${SEARCHES} search paths`)
  if (searches.join(' ').length > SEARCH_LENGTH) {
    const most = `${SEARCH_LENGTH} characters (including spaces)`
    at.invalid(searches, `must not have more than ${most} in the search list`)
  }
  at.each(searches, (search, here) => {
    if (search !== '.') here.judge(search, subdomainErrors(search.replace(/\.$/, '')))
  })
}
