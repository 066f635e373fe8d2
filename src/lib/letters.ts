/**
 * What a letter is, by its code (ASCII). Looking at the letters of a text is quicker than a regular expression that is
 * used a few times: V8 compiles it at its first use, and again at the second.
 */
export const isDigit = (code: number): boolean => code >= 48 && code <= 57
export const isSmall = (code: number): boolean => code >= 97 && code <= 122
export const isCapital = (code: number): boolean => code >= 65 && code <= 90

/** Whether a text is made of such letters, and not empty. */
export function isAll(text: string, is: (code: number) => boolean): boolean {
  for (let i = 0; i < text.length; i++) if (!is(text.charCodeAt(i))) return false
  return text !== ''
}
