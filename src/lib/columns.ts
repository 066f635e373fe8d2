/** Characters as a terminal counts them for padding: code points. */
export function textWidth(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return [...text].length
  return text.length
}

/**
 * kubectl get's tables: every column but the last is as wide as its widest cell + 3, at least 6; one line per row, each
 * with a newline. `remembered` keeps widths between calls (a watch never narrows a column); it is filled here.
 */
export function columns(rows: readonly (readonly string[])[], remembered: number[] = []): string {
  for (const row of rows) {
    for (let i = 0; i < row.length - 1; i++) {
      remembered[i] = Math.max(remembered[i] ?? 6, textWidth(row[i]!) + 3)
    }
  }
  let text = ''
  for (const row of rows) {
    for (let i = 0; i < row.length - 1; i++) text += row[i] + ' '.repeat(remembered[i]! - textWidth(row[i]!))
    text += `${row[row.length - 1] ?? ''}\n`
  }
  return text
}
