/** Asked of the reader what only the whole program can do; the launcher then runs that, and nobody has noticed. */
export class Beyond extends Error {}
