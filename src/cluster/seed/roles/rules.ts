import type { PolicyRule } from '../../../lib/objects.ts'

/** Words that stand for several verbs. */
const VERBS: Record<string, string[]> = {
  read: ['get', 'list', 'watch'],
  write: ['create', 'delete', 'deletecollection', 'patch', 'update'],
  readupdate: ['get', 'list', 'patch', 'update', 'watch'],
  all: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
}

/** The rule of nearly all: to tell of what happens. */
const EVENTS = 'create,update,patch core,events.k8s.io: events'

const words = (text: string): string[] => text.split(',')
const verbsOf = (text: string): string[] =>
  words(text)
    .flatMap(verb => VERBS[verb] ?? [verb])
    .sort()

/** A line of rules as the API server stores it: every list in order. */
export function ruleOf(line: string): PolicyRule {
  const text = line === 'events' ? EVENTS : line
  const parts = /^(\S+) (\S+): (\S+)(?: = (\S+))?$/.exec(text)
  if (!parts) {
    const [verbs, urls] = text.split(' ') as [string, string]
    return { nonResourceURLs: words(urls).sort(), verbs: verbsOf(verbs) }
  }
  const [, verbs, groups, resources, names] = parts
  return {
    apiGroups: words(groups!)
      .map(group => (group === 'core' ? '' : group))
      .sort(),
    ...(names ? { resourceNames: words(names).sort() } : {}),
    resources: words(resources!).sort(),
    verbs: verbsOf(verbs!),
  }
}

/** The entries of a list: a first line, and the lines below it that begin with a space. */
export function entriesOf(text: string): { head: string[]; rules: PolicyRule[] }[] {
  const entries: { head: string[]; rules: PolicyRule[] }[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith(' ')) entries.at(-1)!.rules.push(ruleOf(line.slice(1)))
    else entries.push({ head: line.split(' '), rules: [] })
  }
  return entries
}
