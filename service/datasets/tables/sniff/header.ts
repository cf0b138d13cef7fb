import { isMissing, numberOf } from '../cells.ts'

/** Whether nothing stands in a row. */
export const isBlank = (cells: string[]) => cells.every((cell) => cell.trim() === '')

/** Whether the first of some rows names the columns. */
export function hasHeader(rows: string[][]): boolean {
  const first = rows[0] ?? []
  if (!first.length || first.some((cell) => isMissing(cell) || !Number.isNaN(numberOf(cell)))) return false
  const rest = rows.slice(1, 1000)
  // A first row whose words come again below is data.
  return !first.some((cell, column) => rest.some((cells) => cells[column] === cell))
}

/** Names of columns out of the cells of a header: none empty, none twice. */
export function uniqueNames(cells: string[]): string[] {
  const seen = new Set<string>()
  return cells.map((cell, index) => {
    const base = cell.trim() || `column_${index + 1}`
    let name = base
    for (let number = 2; seen.has(name); number++) name = `${base}_${number}`
    seen.add(name)
    return name
  })
}
