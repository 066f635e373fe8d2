/** By what Events of one object are found: its uid, or what it is called when it does not exist. */
export const subjectOf = ({ uid, kind, namespace, name }: Subject): string =>
  uid ?? `${kind}/${namespace ?? ''}/${name}`

interface Subject {
  uid?: string
  kind?: string
  namespace?: string
  name?: string
}
