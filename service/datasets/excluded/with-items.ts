import { PartName } from '../../../contract/data/dataset.ts'
import type { Excluded, ItemKey } from '../../../contract/data/excluded.ts'

const rowForm = /^(train|validation|test)#(\d+)$/

/** What is left out, with some items more or less. In order, so that the same choice is the same version of the data. */
export function withItems(excluded: Excluded, items: ItemKey[], leaveOut: boolean): Excluded {
  const files = new Set(excluded.files)
  const rows = {
    train: new Set(excluded.rows.train),
    validation: new Set(excluded.rows.validation),
    test: new Set(excluded.rows.test),
  }
  for (const item of items) {
    const [, part, row] = rowForm.exec(item) ?? []
    if (part && row) change(rows[PartName.parse(part)], Number(row), leaveOut)
    else change(files, item, leaveOut)
  }
  const sorted = (set: Set<number>) => [...set].sort((a, b) => a - b)
  return {
    files: [...files].sort(),
    rows: { train: sorted(rows.train), validation: sorted(rows.validation), test: sorted(rows.test) },
  }
}

function change<T>(set: Set<T>, item: T, add: boolean): void {
  if (add) set.add(item)
  else set.delete(item)
}
