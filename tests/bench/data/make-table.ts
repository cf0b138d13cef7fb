import { closeSync, openSync, writeSync } from 'node:fs'
import { randomFrom } from '../../../engine/runtime/random.ts'

/** Writes a CSV of `rows` rows and 20 columns: 14 of numbers with some missing, 3 of few words, a date, a yes or no, a class. */
export function makeTable(path: string, rows: number): void {
  const random = randomFrom(1)
  const file = openSync(path, 'w')
  const numbers = Array.from({ length: 14 }, (_, index) => `x${index}`)
  writeSync(file, `${[...numbers, 'colour', 'size', 'place', 'day', 'member', 'class'].join()}\n`)
  const word = (name: string, count: number) => `${name}-${Math.floor(random() * count)}`
  let lines: string[] = []
  for (let row = 0; row < rows; row++) {
    const cells = numbers.map(() => (random() < 0.02 ? '' : (random() * 200 - 100).toFixed(4)))
    const day = new Date(Date.UTC(2020, 0, 1 + Math.floor(random() * 1500))).toISOString().slice(0, 10)
    const words = [word('colour', 8), word('size', 4), word('place', 50), day, random() < 0.5 ? 'yes' : 'no']
    lines.push([...cells, ...words, word('class', 3)].join())
    if (lines.length < 10_000 && row + 1 < rows) continue
    writeSync(file, `${lines.join('\n')}\n`)
    lines = []
  }
  closeSync(file)
}
