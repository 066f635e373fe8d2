/** A refusal whose message is for the user as it stands. Everything else that is thrown and is no ApiError is a bug. */
export class Refusal extends Error {
  readonly forUser = true
}
