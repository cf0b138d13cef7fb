import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { Split } from '../../../../contract/data/split.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareEvaluation, prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'
import { rowsOf } from './rows-of.ts'

const settings = (given: object = {}) => TrainingSettings.parse(given)

/** Forty visits of eight patients in a table, and how a run on it with this split holds rows out. */
async function visits(split: object) {
  const ctx = openHome()
  const path = join(ctx.home, 'visits.csv')
  const rows = Array.from({ length: 40 }, (_, i) => {
    const day = String((i * 11) % 28 || 28).padStart(2, '0')
    return `p${i % 8},2024-0${1 + (i % 5)}-${day},${i},${i % 3 ? 'well' : 'ill'}`
  })
  writeFileSync(path, `patient,day,x,target\n${rows.join('\n')}\n`)
  const dataset = { ...(await importDataset(ctx, [path])), split: Split.parse(split) }
  const model = buildTemplate('tabular-classifier', datasetFacts(dataset))
  const pack = (given: object, seed: number) => prepareTraining(ctx, dataset, model, settings(given), seed)
  return { ctx, dataset, model, rows, pack }
}

test("every run on a version holds out the same rows, whatever the run's seed", async () => {
  const { pack } = await visits({ kind: 'random', share: 0.25, testShare: 0.25, seed: 9 })
  const [one, other] = [await pack({}, 1), await pack({}, 2)]
  expect(rowsOf(one.validation)).toHaveLength(10)
  expect(rowsOf(one.without as string)).toHaveLength(10)
  expect(rowsOf(other.validation)).toEqual(rowsOf(one.validation))
  expect(other.without).toEqual(one.without)
})

test('a run may validate on a share of its own; what is held out for good stays so, and is what it is measured on', async () => {
  const { ctx, dataset, model, pack } = await visits({
    kind: 'random',
    share: 0.25,
    testShare: 0.25,
    seed: 9,
  })
  const kept = rowsOf((await pack({}, 1)).without as string) as number[]
  const own = settings({ validationSplit: 0.5, splitKind: 'random' })
  const made = await prepareTraining(ctx, dataset, model, own, 3)
  const validation = rowsOf(made.validation) as number[]
  expect(validation).toHaveLength(20)
  expect(validation.filter((row) => kept.includes(row))).toEqual([])
  const { measured } = await prepareEvaluation(ctx, dataset, made.folder, model, { settings: own, seed: 3 })
  expect(rowsOf(measured.on as { heldOut: string })).toEqual(kept)
})

test('no patient is on both sides where a table is split by patient', async () => {
  const { pack, rows } = await visits({
    kind: 'group',
    share: 0.25,
    group: { by: 'column', column: 'patient' },
  })
  const held = rowsOf((await pack({}, 1)).validation) as number[]
  const patients = (some: number[]) => new Set(some.map((row) => rows[row]?.split(',')[0]))
  const train = rows.map((_, row) => row).filter((row) => !held.includes(row))
  expect(held).toHaveLength(10)
  expect([...patients(held)].filter((patient) => patients(train).has(patient))).toEqual([])
})

test('what is held out of a table by time is later than all else', async () => {
  const { pack, rows } = await visits({ kind: 'time', share: 0.2, timeColumn: 'day' })
  const held = rowsOf((await pack({}, 1)).validation) as number[]
  const days = (some: number[]) => some.map((row) => rows[row]?.split(',')[1] as string).sort()
  const train = rows.map((_, row) => row).filter((row) => !held.includes(row))
  expect((days(train).at(-1) as string) < (days(held)[0] as string)).toBe(true)
})

test('a run names the fold it is validated on', async () => {
  const { pack } = await visits({ kind: 'k-fold', folds: 4, fold: 1 })
  const folds = await Promise.all(
    [0, 1, 2, 3].map(async (fold) => rowsOf((await pack({ fold }, 1)).validation)),
  )
  expect(rowsOf((await pack({}, 1)).validation)).toEqual(folds[1])
  expect((folds as number[][]).flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i))
})

test('a column that is not there, and a pattern that is none, are named', async () => {
  const absent = await visits({ kind: 'group', group: { by: 'column', column: 'ward' } })
  await expect(absent.pack({}, 1)).rejects.toMatchObject({
    code: 'split.no-column',
    values: { column: 'ward' },
  })
  const files = await visits({ kind: 'group', group: { by: 'folder' } })
  await expect(files.pack({}, 1)).rejects.toMatchObject({ code: 'split.no-files' })
})

test('pictures are grouped by what a pattern finds in their names', async () => {
  const ctx = openHome()
  const top = join(ctx.home, 'pictures')
  for (const [at, name] of ['cat', 'dog'].entries()) {
    mkdirSync(join(top, name), { recursive: true })
    for (let i = 0; i < 8; i++)
      await sharp({ create: { width: 12, height: 12, channels: 3, background: { r: at * 200, g: i, b: 0 } } })
        .png()
        .toFile(join(top, name, `subject${i % 4}-${i}.png`))
  }
  const imported = await importDataset(ctx, [top])
  const model = buildTemplate('cnn-image-classifier', datasetFacts(imported))
  const by = (pattern: string) => ({
    ...imported,
    split: Split.parse({ kind: 'group', share: 0.25, group: { by: 'pattern', pattern } }),
  })
  const { validation } = await prepareTraining(ctx, by('(subject\\d)'), model, settings(), 1)
  const held = rowsOf(validation) as number[]
  expect(held).toHaveLength(4)
  // In the order of their names there are two of each subject.
  expect(new Set(held.map((row) => Math.floor((row % 8) / 2))).size).toBe(1)
  await expect(prepareTraining(ctx, by('(subject'), model, settings(), 1)).rejects.toMatchObject({
    code: 'split.pattern',
  })
})
