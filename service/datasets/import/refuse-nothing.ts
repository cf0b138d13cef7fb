import { basename } from 'node:path'
import type { ImportPlan } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'

/** Refuses what has no item that can be used, with the first reason there is. @throws Fault `data.nothing-usable` */
export function refuseNothing(plan: ImportPlan, paths: string[]): void {
  if (plan.items) return
  const names = paths.map((path) => basename(path)).join(', ')
  const [first] = plan.skipped
  const reason = first ? `${basename(first.file)}: ${first.reason}` : 'it is empty'
  throw new Fault('data.nothing-usable', { names, reason })
}
