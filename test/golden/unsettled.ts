/** Sessions whose commands look at the moment in between: nothing settles before their commands. Each with its reason. */
export const UNSETTLED: Record<string, string> = {}
