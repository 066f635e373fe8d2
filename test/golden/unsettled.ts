/** Sessions whose commands look at the moment in between: before their commands little time passes. Each with its reason. */
export const UNSETTLED: Record<string, string> = {
  'services/18-terminating': 'the pod is in its preStop sleep of 500 s while the commands look',
}
