import type { PartName, PartSummary } from '../../../contract/data/dataset.ts'

/** The words people give the parts of a data set, as folder or in a file's name. */
export const partNames: Record<string, PartName> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
}
export const partOrder: PartName[] = ['train', 'validation', 'test']

/** Items and class counts of each part that has any, in the order of `partOrder`. */
export function summarise(
  classes: string[],
  labels: { part: PartName; label: number; labels?: number[] | undefined }[],
): PartSummary[] {
  return partOrder.flatMap((part) => {
    const own = labels.filter((one) => one.part === part)
    if (!own.length) return []
    const counts = new Array<number>(classes.length).fill(0)
    for (const { label, labels: several } of own)
      for (const one of several ?? [label]) counts[one] = (counts[one] ?? 0) + 1
    return [{ part, items: own.length, classes: classes.map((name, i) => ({ name, count: counts[i] ?? 0 })) }]
  })
}
