/** Sessions whose commands look at the moment in between: before their commands little time passes. Each with its reason. */
export const UNSETTLED: Record<string, string> = {
  'services/18-terminating': 'the pod is in its preStop sleep of 500 s while the commands look',
}

/** Sessions that do two things at once: they run on the wall clock, and their sleeps are real. Each with its reason. */
export const REAL_TIME: Record<string, string> = {
  'kubectl/25-wait': 'objects come and go while wait waits',
  'kubectl/37-watch-events': 'objects come and go while get watches',
}
