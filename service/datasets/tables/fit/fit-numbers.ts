import type { NumberRecipe } from '../../../../contract/data/preprocessing.ts'
import { Fault } from '../../../../contract/failure.ts'
import type { NumberStep } from '../../pipeline/column-steps.ts'
import { sql } from '../cells.ts'
import type { Duck } from '../duck.ts'
import { clipped, logged } from '../step-sql.ts'

export interface NumberToFit {
  name: string
  /** Where SQL finds it. */
  cell: string
  recipe: NumberRecipe
}

/** Quantiles hold every value of a column: so many columns at a time. */
const together = 8

/**
 * Learns the steps of columns of numbers from `fit` (see withRowsToFit), in the order they are applied, each from what the
 * ones before make of the rows: as a scikit-learn Pipeline of SimpleImputer, FunctionTransformer and a scaler is fitted.
 * @throws Fault `prepare.log-negative`, `prepare.bounds`
 */
export async function fitNumbers(duck: Duck, columns: NumberToFit[]): Promise<NumberStep[]> {
  const steps: NumberStep[] = []
  const simple = await askTogether(duck, columns, columns.length || 1, ({ cell }) => spread(sql.number(cell)))
  const fills = await fillsOf(duck, columns, simple)
  for (const [index, { name, recipe }] of columns.entries())
    steps.push({
      ...{ kind: 'number', name, fill: fills[index] ?? 0, indicator: recipe.indicator },
      ...{ low: null, high: null, log: recipe.log, centre: 0, scale: 1 },
    })
  await fitClips(duck, columns, steps)
  await fitScales(duck, columns, steps, simple)
  return steps
}

const spread = (value: string) => [
  `count(${value})::DOUBLE`,
  'count(*)::DOUBLE',
  `favg(${value})`,
  // Beyond this a square is no number any more.
  `stddev_pop(CASE WHEN abs(${value}) < 1e150 THEN ${value} END)`,
  `min(${value})`,
  `max(${value})`,
]

async function fillsOf(duck: Duck, columns: NumberToFit[], simple: Answer[]): Promise<number[]> {
  const fills = columns.map(({ recipe }, index) =>
    recipe.impute === 'constant' ? recipe.fill : finite(simple[index]?.[2], 0),
  )
  const of = (impute: NumberRecipe['impute']) =>
    [...columns.keys()].filter((index) => columns[index]?.recipe.impute === impute)
  const medians = of('median')
  const found = await askTogether(
    duck,
    medians.map((index) => columns[index] as NumberToFit),
    together,
    ({ cell }) => [`median(${sql.number(cell)})`],
  )
  for (const [at, index] of medians.entries()) fills[index] = finite(found[at]?.[0], 0)
  for (const index of of('most-frequent')) {
    const number = sql.number(columns[index]?.cell ?? '')
    const [[value] = []] = await duck.rows(
      `SELECT x FROM (SELECT ${number} AS x FROM fit) WHERE x IS NOT NULL GROUP BY x ORDER BY count(*) DESC, x LIMIT 1`,
    )
    fills[index] = finite(value, 0)
  }
  return fills
}

/** Learns the bounds that are quantiles of what is there after filling. */
async function fitClips(duck: Duck, columns: NumberToFit[], steps: NumberStep[]): Promise<void> {
  const asked: { index: number; low: number; high: number }[] = []
  for (const [index, { recipe }] of columns.entries()) {
    const step = steps[index] as NumberStep
    if (recipe.clip?.by === 'bounds') Object.assign(step, { low: recipe.clip.low, high: recipe.clip.high })
    if (recipe.clip?.by === 'quantiles') asked.push({ index, low: recipe.clip.low, high: recipe.clip.high })
  }
  const found = await askTogether(duck, asked, together, ({ index, low, high }) => {
    const value = `coalesce(${sql.number(columns[index]?.cell ?? '')}, ${steps[index]?.fill})`
    return [`quantile_cont(${value}, ${low})`, `quantile_cont(${value}, ${high})`]
  })
  for (const [at, { index }] of asked.entries())
    Object.assign(steps[index] as NumberStep, { low: orNull(found[at]?.[0]), high: orNull(found[at]?.[1]) })
  for (const { name, low, high } of steps)
    if (low !== null && high !== null && low > high)
      throw new Fault('prepare.bounds', { column: name, low, high })
}

/** Learns centre and scale of what the steps before give; where those are plain it follows from what is known. */
async function fitScales(
  duck: Duck,
  columns: NumberToFit[],
  steps: NumberStep[],
  simple: Answer[],
): Promise<void> {
  const asked: number[] = []
  for (const [index, { recipe }] of columns.entries()) {
    const step = steps[index] as NumberStep
    const [count = 0, rows = 0, mean = 0, deviation = 0, least = 0, most = 0] = simple[index] ?? []
    const plain = !recipe.clip && !recipe.log
    const whole = count === rows
    if (recipe.scale === 'none' && !recipe.log) continue
    if (plain && recipe.scale === 'standardise' && (whole || recipe.impute === 'mean') && count)
      // Filling with the mean adds rows that do not differ from it.
      setScale(step, mean, deviation * Math.sqrt(count / rows))
    else if (plain && recipe.scale === 'min-max' && (whole || recipe.impute !== 'constant') && count)
      setScale(step, least, most - least)
    else asked.push(index)
  }
  const before = (index: number) => {
    const step = steps[index] as NumberStep
    return clipped(step, `coalesce(${sql.number(columns[index]?.cell ?? '')}, ${step.fill})`)
  }
  // Asked first, as SQL has no logarithm of what is negative.
  const logs = asked.filter((index) => steps[index]?.log)
  const leasts = await askTogether(duck, logs, logs.length || 1, (index) => [`min(${before(index)})`])
  for (const [at, index] of logs.entries()) {
    const least = finite(leasts[at]?.[0], 0)
    if (least <= -1) throw new Fault('prepare.log-negative', { column: columns[index]?.name ?? '', least })
  }
  const robust = (index: number) => columns[index]?.recipe.scale === 'robust'
  const scaled = asked.filter((index) => columns[index]?.recipe.scale !== 'none')
  const found = await askTogether(
    duck,
    scaled,
    scaled.some(robust) ? together : scaled.length || 1,
    (index) => {
      const value = logged(steps[index] as NumberStep, before(index))
      return robust(index)
        ? [`quantile_cont(${value}, 0.25)`, `median(${value})`, `quantile_cont(${value}, 0.75)`]
        : spread(value)
    },
  )
  for (const [at, index] of scaled.entries()) {
    const step = steps[index] as NumberStep
    const answer = found[at] ?? []
    const scale = columns[index]?.recipe.scale
    if (scale === 'robust') setScale(step, answer[1] ?? 0, (answer[2] ?? 0) - (answer[0] ?? 0))
    else if (scale === 'min-max') setScale(step, answer[4] ?? 0, (answer[5] ?? 0) - (answer[4] ?? 0))
    else setScale(step, answer[2] ?? 0, answer[3] ?? 0)
  }
}

/** A column that never changes keeps its scale, as in scikit-learn. */
function setScale(step: NumberStep, centre: number, scale: number): void {
  step.centre = finite(centre, 0)
  step.scale = Number.isFinite(scale) && scale > 0 ? scale : 1
}

type Answer = number[]

/** What a query answers for each of some things, so many at a time. */
async function askTogether<T>(
  duck: Duck,
  things: readonly T[],
  at: number,
  select: (thing: T) => string[],
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let from = 0; from < things.length; from += at) {
    const asked = things.slice(from, from + at).map(select)
    const [row = []] = await duck.rows(`SELECT ${asked.flat().join(', ')} FROM fit`)
    let place = 0
    for (const { length } of asked) {
      answers.push(row.slice(place, place + length).map((value) => finite(value, Number.NaN)))
      place += length
    }
  }
  return answers
}

const finite = (value: unknown, otherwise: number) =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise
const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)
