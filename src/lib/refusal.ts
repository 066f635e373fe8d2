/** What a kind says no to besides the API: the message is for the user as it stands. */
export class Refusal extends Error {}
