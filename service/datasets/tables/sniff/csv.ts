/** A row of a table and the line of the file it began on, from 1. */
export type OnRecord = (cells: string[], line: number) => void

export interface CsvProblems {
  /** Lines on which a quote was opened and never closed. They were left out; reading went on with the next line. */
  unclosed: number[]
  /** How many closing quotes were followed by something else: a sign that quotes mean nothing in this file. */
  stray: number
}

/** Reads delimited text (RFC 4180; any line ends). A blank line is given as one empty cell. */
export function parseCsv(text: string, delimiter: string, quoted: boolean, onRecord: OnRecord): CsvProblems {
  const problems: CsvProblems = { unclosed: [], stray: 0 }
  let at = 0
  let line = 1
  while (at < text.length) {
    const start = at
    const startLine = line
    const cells: string[] = []
    let unclosed = false
    for (;;) {
      let cell = ''
      let from = at
      while (text[from] === ' ' && delimiter !== ' ') from++
      if (quoted && text[from] === '"') {
        at = from + 1
        for (;;) {
          const close = text.indexOf('"', at)
          if (close < 0) {
            unclosed = true
            break
          }
          cell += text.slice(at, close)
          at = close + 1
          if (text[at] !== '"') break
          cell += '"'
          at++
        }
        if (unclosed) break
        const rest = endOfCell(text, at, delimiter)
        const after = text.slice(at, rest)
        if (after.trim()) {
          problems.stray++
          cell += after
        }
        for (let i = 0; i < cell.length; i++) if (cell.charCodeAt(i) === 10) line++
        at = rest
      } else {
        const end = endOfCell(text, at, delimiter)
        cell = text.slice(at, end).trim()
        at = end
      }
      cells.push(cell)
      if (text[at] !== delimiter) break
      at++
    }
    if (unclosed) {
      problems.unclosed.push(startLine)
      const next = text.indexOf('\n', start)
      at = next < 0 ? text.length : next + 1
      line = startLine + 1
      continue
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    line++
    onRecord(cells, startLine)
  }
  return problems
}

function endOfCell(text: string, from: number, delimiter: string): number {
  const comma = delimiter.charCodeAt(0)
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === comma || code === 10 || code === 13) return at
  }
  return text.length
}
