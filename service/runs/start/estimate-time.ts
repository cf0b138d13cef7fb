import type { Database } from 'better-sqlite3'
import { workPerItem } from '../../../contract/graph/work.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import type { RunSpec } from '../../../contract/training/run.ts'
import type { TimeEstimate } from '../../../contract/training/run-plan.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'

/** So many of the newest runs are looked at. */
const looked = 60
/** Another model says something about this one when it computes at most this many times as much, or as little. */
const alike = 30
/** What an item costs beside its own work, in multiplications: a step has to be begun, and its rows gathered. */
const fixedWork = 2e5
/** How far off a judgement by another model may be. */
const margin = 3

interface Earlier {
  model: ModelDocument
  settings: TrainingSettings
  trainItems: number
  /** Seconds of an epoch: those after the first, which also begins everything, where there are any. */
  seconds: number[]
}

/**
 * How long training `items` an epoch will take: by runs of the same model and batch size on this device, else by those of
 * models that compute about as much, with a wide margin; null where there are neither.
 * @param device as runs keep it; null where no engine has told it yet, and then the newest run's counts
 */
export function estimateTime(
  db: Database,
  { model, settings }: Pick<RunSpec, 'model' | 'settings'>,
  items: number,
  device: string | null,
): TimeEstimate | null {
  const earlier = readEarlier(db, device).filter((run) => run.settings.compile === settings.compile)
  const ranged = (basis: TimeEstimate['basis'], runs: number, epochs: number[], wide: number) => ({
    low: (Math.min(...epochs) / wide) * settings.epochs,
    high: Math.max(...epochs) * wide * settings.epochs,
    basis,
    runs,
  })
  const layers = JSON.stringify(model.keras.config.layers)
  const same = earlier.filter(
    (run) =>
      run.settings.batchSize === settings.batchSize &&
      run.settings.dtypePolicy === settings.dtypePolicy &&
      JSON.stringify(run.model.keras.config.layers) === layers,
  )
  if (same.length > 0) {
    const epochs = same.flatMap(({ seconds, trainItems }) => seconds.map((one) => (one * items) / trainItems))
    return ranged('same', same.length, middle(epochs), 1.1)
  }
  const work = workPerItem(model) + fixedWork
  const near = earlier
    .map((run) => ({ run, ratio: work / (workPerItem(run.model) + fixedWork) }))
    .filter(({ ratio }) => ratio < alike && ratio > 1 / alike)
    .sort((a, b) => Math.abs(Math.log(a.ratio)) - Math.abs(Math.log(b.ratio)))
    .slice(0, 5)
  if (near.length === 0) return null
  const epochs = near.map(({ run, ratio }) => (median(run.seconds) * ratio * items) / run.trainItems)
  return ranged('similar', near.length, epochs, margin)
}

function readEarlier(db: Database, device: string | null): Earlier[] {
  const rows = db
    .prepare(
      `SELECT id, model, settings, resolved, device FROM runs
       WHERE epochs_done > 0 AND resolved IS NOT NULL AND device IS NOT NULL ORDER BY created_at DESC LIMIT ?`,
    )
    .all(looked) as { id: string; model: string; settings: string; resolved: string; device: string }[]
  const here = device ?? rows[0]?.device
  const secondsOf = db.prepare('SELECT seconds FROM epochs WHERE run_id = ? ORDER BY epoch').pluck()
  return rows.flatMap((row) => {
    const { trainItems } = JSON.parse(row.resolved) as { trainItems: number }
    const all = secondsOf.all(row.id) as number[]
    const seconds = all.length > 1 ? all.slice(1) : all
    if (row.device !== here || seconds.length === 0 || trainItems === 0) return []
    const settings = TrainingSettings.parse(JSON.parse(row.settings))
    return [{ model: JSON.parse(row.model) as ModelDocument, settings, trainItems, seconds }]
  })
}

/** The middle eight tenths: an epoch during which the machine did something else is no measure. */
function middle(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const cut = Math.floor(sorted.length / 10)
  return sorted.slice(cut, sorted.length - cut)
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
