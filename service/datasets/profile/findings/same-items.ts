import type { FindingAct, FindingCode } from '../../../../contract/data/findings.ts'
import { grouped } from '../grouped.ts'
import type { Item } from '../items.ts'
import { type Found, finding, mostGroups, mostOfGroup, shown } from './found.ts'

/** The same item more than once: in several parts, with several labels, or for nothing. `classes`: labels are classes. */
export function sameItems(items: Item[], classes: boolean): Found[] {
  const groups = [...grouped(items, ({ same }) => same).values()].filter(({ length }) => length > 1)
  return [
    ...about('leak', groups.filter(acrossParts), inTrain, 'exclude-train'),
    ...about('conflict', classes ? groups.filter(severalLabels) : [], (group) => group, 'exclude-all'),
    ...about('duplicates', groups, extra, 'exclude-extra'),
  ]
}

/** The same of items that are nearly the same, `groups`; those that are all the same are for `sameItems`. */
export function nearItems(items: Item[], groups: number[][]): Found[] {
  const near = groups
    .map((group) => group.map((at) => items[at] as Item))
    .filter((group) => new Set(group.map(({ same }) => same)).size > 1)
    // Of those that are the same one stands for all.
    .map((group) => [...new Map(group.map((item) => [`${item.part} ${item.same}`, item])).values()])
  return [
    ...about('near-leak', near.filter(acrossParts), inTrain, 'exclude-train'),
    ...about('near-duplicates', near, extra, 'exclude-extra'),
  ]
}

const acrossParts = (group: Item[]) =>
  group.some(({ part }) => part === 'train') && group.some(({ part }) => part !== 'train')
const severalLabels = (group: Item[]) => new Set(group.map(({ label }) => label)).size > 1
const inTrain = (group: Item[]) => group.filter(({ part }) => part === 'train')

/** All but the first of each part and label. */
function extra(group: Item[]): Item[] {
  const seen = new Set<string>()
  return group.filter(({ part, label }) => {
    const place = JSON.stringify([part, label])
    return seen.has(place) || !seen.add(place)
  })
}

function about(
  code: FindingCode,
  groups: Item[][],
  left: (group: Item[]) => Item[],
  act: FindingAct,
): Found[] {
  const concerned = groups.filter((group) => left(group).length)
  if (!concerned.length) return []
  const all = concerned.flatMap(left)
  const examples = concerned.slice(0, mostGroups).map((group) => spread(group).map(shown))
  return [
    {
      finding: finding(code, all.length, {
        values: { groups: concerned.length },
        groups: examples,
        acts: [act],
      }),
      items: () => all.map(({ key }) => key),
    },
  ]
}

/** A few of a group, of different parts and labels first. */
function spread(group: Item[]): Item[] {
  const rest = new Set(extra(group))
  return [...group.filter((item) => !rest.has(item)), ...rest].slice(0, mostOfGroup)
}
