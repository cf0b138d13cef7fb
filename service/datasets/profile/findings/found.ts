import type { ItemKey } from '../../../../contract/data/excluded.ts'
import type {
  Finding,
  FindingAct,
  FindingCode,
  FindingItem,
  Severity,
} from '../../../../contract/data/findings.ts'
import type { Item } from '../items.ts'

/** A finding, and which items each act that leaves some out would leave out. */
export interface Found {
  finding: Finding
  items(act: FindingAct): ItemKey[] | Promise<ItemKey[]>
}

/** Groups and items of a group that are shown. */
export const mostGroups = 12
export const mostOfGroup = 6

const severities: Record<FindingCode, Severity> = {
  leak: 'serious',
  'near-leak': 'warning',
  conflict: 'serious',
  duplicates: 'warning',
  'near-duplicates': 'note',
  imbalance: 'warning',
  'rare-class': 'warning',
  'target-leak': 'serious',
  'constant-column': 'note',
  'missing-column': 'warning',
  'unique-column': 'warning',
  outliers: 'note',
  'blank-pictures': 'warning',
  'tiny-pictures': 'note',
  'odd-pictures': 'note',
  'mixed-channels': 'note',
  'empty-texts': 'warning',
  'left-out-files': 'note',
}

/** A finding of its code's severity. `about`: what it is about, where there may be several of its code. */
export function finding(
  code: FindingCode,
  count: number,
  given: Partial<Pick<Finding, 'values' | 'groups' | 'acts'>> & { about?: string } = {},
): Finding {
  const { about, values = {}, groups = [], acts = [] } = given
  const id = about === undefined ? code : `${code}:${about}`
  return {
    id,
    code,
    severity: severities[code],
    values: { ...values, count },
    count,
    groups,
    acts: [...acts, 'ignore'],
  }
}

/** A finding about items, all of which may be left out. */
export function aboutItems(
  code: FindingCode,
  items: Item[],
  given: Pick<Parameters<typeof finding>[2] & object, 'values' | 'about'> = {},
): Found[] {
  if (!items.length) return []
  const groups = [items.slice(0, mostGroups).map(shown)]
  return [
    {
      finding: finding(code, items.length, { ...given, groups, acts: ['exclude-all'] }),
      items: () => items.map(({ key }) => key),
    },
  ]
}

/** The most serious first; of equals the one about more. */
export function inOrder(found: Found[]): Found[] {
  const rank = { serious: 0, warning: 1, note: 2 }
  return [...found].sort(
    ({ finding: a }, { finding: b }) => rank[a.severity] - rank[b.severity] || b.count - a.count,
  )
}

/** An item as a finding shows it. */
export const shown = ({ key, part, label, name, cells }: Item): FindingItem => ({
  key,
  part,
  label,
  name,
  cells,
})
