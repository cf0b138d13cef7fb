import type { Dataset } from '../../../../contract/data/dataset.ts'
import { type Found, finding } from './found.ts'

/** The commonest class may come so many times as often as the rarest. */
const balanced = 10
/** From fewer items nothing is learnt that holds elsewhere. */
const fewest = 10

/** What the counts of the classes say. `itemsOf` gives the keys of the items of some classes. */
export function inClasses(
  dataset: Dataset,
  itemsOf: (classes: string[]) => ReturnType<Found['items']>,
): Found[] {
  if (dataset.task !== 'classification' || dataset.items < 5 * fewest) return []
  const train = dataset.parts.find(({ part }) => part === 'train')?.classes ?? []
  const there = train.filter(({ count }) => count > 0)
  const sorted = [...there].sort((a, b) => a.count - b.count)
  const [least, most] = [sorted[0], sorted.at(-1)]
  const found: Found[] = []
  if (least && most && most.count >= balanced * least.count)
    found.push({
      finding: finding('imbalance', there.length, {
        values: { most: most.name, mostCount: most.count, least: least.name, leastCount: least.count },
      }),
      items: () => [],
    })
  const rare = there.filter(({ count }) => count < fewest)
  // Where most classes are small it is the data's nature, and no class to be left out.
  if (rare.length && rare.length * 2 <= there.length)
    found.push({
      finding: finding(
        'rare-class',
        rare.reduce((sum, { count }) => sum + count, 0),
        {
          values: { classes: rare.map(({ name, count }) => `${name} (${count})`).join(', ') },
          acts: ['exclude-all'],
        },
      ),
      items: () => itemsOf(rare.map(({ name }) => name)),
    })
  return found
}

/** Files and lines that the import left out. */
export function leftOutFiles({ skipped }: Dataset): Found[] {
  const [first] = skipped
  if (!first) return []
  const file = first.file.split(/[\\/]/).at(-1) ?? ''
  return [
    {
      finding: finding('left-out-files', skipped.length, { values: { file, reason: first.reason } }),
      items: () => [],
    },
  ]
}
