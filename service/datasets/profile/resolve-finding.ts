import type { Dataset } from '../../../contract/data/dataset.ts'
import { type Excluded, excludedCount, type ItemKey } from '../../../contract/data/excluded.ts'
import type { FindingAct } from '../../../contract/data/findings.ts'
import { type VersionChange, versionChange } from '../../../contract/data/versions.ts'
import type { Core } from '../../app/core.ts'
import type { Progress } from '../context.ts'
import { withItems } from '../excluded/with-items.ts'
import { saveVersion } from '../versions/save-version.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { makeProfile } from './profile-of.ts'

type Keeper = Pick<Core, 'db' | 'home' | 'announce'>

/** Leaves some items of a data set out, or takes them in again: makes a new version. Nothing to change gives the present one. */
export function excludeItems(
  core: Keeper,
  id: string,
  items: ItemKey[],
  leaveOut: boolean,
): Promise<Dataset> {
  return saveVersion(core, id, (present) => next(core, present, withItems(present.excluded, items, leaveOut)))
}

/**
 * Does what a finding offers: makes a new version, so that it can be undone. `ignore` and `recall` only say whether it is shown among the
 * others. A finding that is there no more changes nothing.
 * @throws Fault `dataset.unknown`, `cancelled`
 */
export async function resolveFinding(
  core: Keeper,
  id: string,
  finding: string,
  act: FindingAct,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<Dataset> {
  const { columns, findings } = await makeProfile(core, id, progress, signal)
  return saveVersion(core, id, async (present) => {
    const found = findings.find((one) => one.id === finding)
    if (act === 'ignore' || act === 'recall') return ignoring(present, finding, act === 'ignore')
    if (!found?.acts.includes(act)) return null
    if (act === 'ignore-column') return withoutColumn(present, String(found.values.column))
    const job = { home: core.home, dataset: present, columns, finding, act }
    const items = await runInWorker('itemsOfFinding', job, progress, signal)
    return next(core, present, withItems(present.excluded, items, true))
  })
}

async function next({ home }: Keeper, present: Dataset, excluded: Excluded) {
  const more = excludedCount(excluded) - excludedCount(present.excluded)
  if (more === 0) return null
  const parts = await runInWorker('countKept', { home, from: present, excluded })
  const items = parts.reduce((sum, part) => sum + part.items, 0)
  const change = versionChange(more > 0 ? 'excluded' : 'included', { count: Math.abs(more) })
  return { dataset: { ...present, excluded, parts, items }, change }
}

function ignoring(present: Dataset, finding: string, ignored: boolean) {
  const others = present.ignoredFindings.filter((id) => id !== finding)
  const ignoredFindings = ignored ? [...others, finding] : others
  if (ignoredFindings.length === present.ignoredFindings.length) return null
  return {
    dataset: { ...present, ignoredFindings },
    change: versionChange(ignored ? 'finding-ignored' : 'finding-recalled', { finding }),
  }
}

function withoutColumn(present: Dataset, column: string): { dataset: Dataset; change: VersionChange } | null {
  const feature = present.columns.some(({ name, role }) => name === column && role === 'feature')
  if (!feature) return null
  const columns = present.columns.map((one) =>
    one.name === column ? { ...one, role: 'ignored' as const } : one,
  )
  return { dataset: { ...present, columns }, change: versionChange('columns', { names: column }) }
}
