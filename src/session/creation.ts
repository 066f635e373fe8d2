/** Whether this process has made a cluster. That happens once; the launcher keeps no code compiled for it. */
export const creation = { happened: false }
