import type { Dataset } from '../../../contract/data/dataset.ts'
import { emptyRecipe, type Recipe } from '../../../contract/data/preprocessing.ts'
import type { Preview } from '../../../contract/data/preview.ts'
import type { Split } from '../../../contract/data/split.ts'
import { versionChange } from '../../../contract/data/versions.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Core } from '../../app/core.ts'
import { getDataset } from '../rows.ts'
import { saveVersion } from '../versions/save-version.ts'
import { runInWorker } from '../workers/run-in-worker.ts'

type Keeper = Pick<Core, 'db' | 'home' | 'announce'>

/** What is left out stays as the data set has it. */
interface Asked {
  recipe?: Recipe | null | undefined
  split?: Split | null | undefined
}

/** What a recipe and a split would make of a data set. @throws Fault as `preview` */
export function previewPreparation(
  core: Pick<Core, 'db' | 'home'>,
  id: string,
  { recipe, split }: Asked,
  signal?: AbortSignal,
): Promise<Preview> {
  const present = getDataset(core.db, id)
  const dataset = withPreparation(present, { recipe, split })
  return runInWorker('preview', { home: core.home, dataset }, undefined, signal)
}

/**
 * Keeps a recipe and a split with the next version of a data set, once they have been tried on it. What is left out stays as
 * it is; null goes back to what is guessed.
 * @throws Fault `dataset.unknown`, and as `preview`
 */
export function savePreparation(core: Keeper, id: string, asked: Asked): Promise<Dataset> {
  return saveVersion(core, id, async (present) => {
    const wanted = withPreparation(present, asked)
    const same = (of: (dataset: Dataset) => unknown) =>
      JSON.stringify(of(wanted)) === JSON.stringify(of(present))
    const sameSplit = same(({ split }) => split)
    if (sameSplit && same(({ preprocessing }) => preprocessing)) return null
    const found = await runInWorker('preview', { home: core.home, dataset: wanted })
    const dataset = { ...wanted, preprocessing: withCounts(wanted.preprocessing, found) }
    return {
      dataset,
      change: versionChange(same(({ preprocessing }) => preprocessing) ? 'split' : 'preprocessing'),
    }
  })
}

function withPreparation(dataset: Dataset, asked: Asked): Dataset {
  const recipe = asked.recipe === undefined ? dataset.preprocessing : asked.recipe
  const split = asked.split === undefined ? dataset.split : asked.split
  const labels = recipe?.labels
  const sorted = (names: string[]) => JSON.stringify([...names].sort())
  if (labels && sorted(labels) !== sorted(dataset.classes))
    throw new Fault('prepare.classes', { classes: dataset.classes.join(', ') })
  const empty = JSON.stringify(recipe) === JSON.stringify(emptyRecipe)
  return { ...dataset, preprocessing: empty ? null : recipe, split }
}

/** The recipe with the number of outputs of its categories: a template must know it before anything is fitted. */
function withCounts(recipe: Recipe | null, { columns }: Preview): Recipe | null {
  if (!recipe) return null
  const counted = Object.entries(recipe.columns).map(([name, step]) => {
    const outputs = columns.find((column) => column.name === name)?.outputs.length
    return [name, step.kind === 'one-hot' && outputs !== undefined ? { ...step, outputs } : step] as const
  })
  return { ...recipe, columns: Object.fromEntries(counted) }
}
