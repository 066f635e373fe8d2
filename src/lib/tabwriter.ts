import { textWidth } from './columns.ts'

export interface TabwriterOptions {
  minWidth?: number
  padding?: number
}

/**
 * Aligns tab-terminated cells in columns as Go's text/tabwriter does with spaces: a column is a run of consecutive lines
 * that have a tab-terminated cell there, as wide as its widest cell plus the padding. Text after a line's last tab is not
 * part of a column. The defaults are those of kubectl describe.
 */
export function tabwriter(text: string, options: TabwriterOptions = {}): string {
  const { minWidth = 0, padding = 2 } = options
  const lines = text.split('\n').map(line => line.split('\t'))
  const widths: number[] = []
  const out: string[] = []

  const write = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const cells = lines[i]!
      let line = ''
      for (let j = 0; j < cells.length; j++) {
        line += cells[j]
        if (j < widths.length) line += ' '.repeat(Math.max(0, widths[j]! - textWidth(cells[j]!)))
      }
      out.push(line)
    }
  }

  // Lines from..to share the columns in `widths`; finds the next column's runs among them.
  const format = (from: number, to: number) => {
    const column = widths.length
    let start = from
    let i = from
    while (i < to) {
      if (column >= lines[i]!.length - 1) {
        i++
        continue
      }
      write(start, i)
      start = i
      let width = minWidth
      for (; i < to && column < lines[i]!.length - 1; i++) {
        width = Math.max(width, textWidth(lines[i]![column]!) + padding)
      }
      widths.push(width)
      format(start, i)
      widths.pop()
      start = i
    }
    write(start, to)
  }

  format(0, lines.length)
  return out.join('\n')
}
