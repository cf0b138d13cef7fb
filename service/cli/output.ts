/** How a command speaks: `--json` prints an object a line on standard output; people read text. */
export interface Output {
  json: boolean
  /** One object of the machine-readable form; nothing in the other. */
  line(value: unknown): void
  /** One line for people; nothing in the machine-readable form. */
  text(value: string): void
  /** A line that is overwritten by the next one, on standard error and only in a terminal. */
  progress(value: string): void
}

/** Where a command writes to: words for people, or with `json` an object a line. */
export function createOutput(json: boolean): Output {
  let shown = false
  // A reader that has read enough (`| head`) must not end a training.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const clear = () => {
    if (shown) process.stderr.write('\r\x1b[2K')
    shown = false
  }
  return {
    json,
    line: (value) => void (json && process.stdout.write(`${JSON.stringify(value)}\n`)),
    text(value) {
      clear()
      if (!json) process.stdout.write(`${value}\n`)
    },
    progress(value) {
      if (!process.stderr.isTTY || json) return
      clear()
      process.stderr.write(value.slice(0, (process.stderr.columns || 80) - 1))
      shown = true
    },
  }
}

/** A table in plain text: each column as wide as its widest cell. */
export function table(rows: string[][]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Three significant digits. */
export const short = (value: number | undefined) =>
  value === undefined ? '' : Number(value.toPrecision(3)).toString()
