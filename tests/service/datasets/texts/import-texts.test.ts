import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { readSamples } from '../../../../service/datasets/gallery/read-samples.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { readPipeline } from '../../../../service/datasets/pipeline/read-pipeline.ts'
import { openHome, shared } from '../open-home.ts'
import { rowsOf } from '../splits/rows-of.ts'

const settings = TrainingSettings.parse({ validationSplit: 0.25, splitKind: 'last' })

/** Folders of texts, some of them bad. */
function writeTexts(home: string): string {
  const top = mkdtempSync(join(home, 'texts-'))
  const put = (path: string, text: string | Uint8Array) => {
    mkdirSync(join(top, path, '..'), { recursive: true })
    writeFileSync(join(top, path), text)
  }
  put('good/1.txt', 'a fine fine film')
  put('good/2.txt', 'fine, really fine')
  put('bad/1.txt', 'a dull film')
  put('bad/2.txt', 'dull. dull. dull.')
  put('bad/empty.txt', '')
  put('bad/binary.txt', Uint8Array.of(1, 2, 0, 4))
  put('stray.txt', 'in no folder')
  return top
}

test('folders of text files are classes, and what is empty or no text is named', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [writeTexts(ctx.home)])
  expect(dataset).toMatchObject({ kind: 'text-folder', items: 4, classes: ['bad', 'good'] })
  expect(dataset.skipped.map(({ file, code }) => [file.split('/').at(-1), code]).sort()).toEqual([
    ['binary.txt', 'no-text'],
    ['empty.txt', 'empty'],
    ['stray.txt', 'no-class-folder'],
  ])
  const page = await readSamples(ctx, { dataset: dataset.id, className: 'good', offset: 0, limit: 10 })
  expect(page.samples.map(({ cells }) => cells)).toEqual([['a fine fine film'], ['fine, really fine']])
})

test('texts become token numbers by a vocabulary of the training texts alone', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [writeTexts(ctx.home)])
  const model = buildTemplate('lstm-sequence-classifier', datasetFacts(dataset))
  const { folder, validation, pipeline } = await prepareTraining(ctx, dataset, model, settings, 1)
  expect(rowsOf(validation)).toEqual([3])
  const { input } = await readPipeline(join(pipeline, '..'))
  expect(input).toMatchObject({ kind: 'text', column: null, vocabulary: ['dull', 'fine', 'film', 'a'] })
  const rows = new Int32Array(new Uint8Array(readFileSync(join(folder, 'train-input.bin'))).buffer)
  expect(rows).toHaveLength(4 * 200)
  expect([...rows.subarray(796, 800)]).toEqual([0, 3, 1, 3])
})

test('a table of a label and a text is read by its text', async () => {
  const plan = await planImport([shared('text/SMSSpamCollection.tsv')])
  expect(plan.columns.map(({ type, role }) => `${type} ${role}`)).toEqual(['category target', 'text feature'])
  expect(plan.warnings.map(({ code }) => code)).toEqual(['no-header'])
  const reviews = await planImport([shared('text/movie_reviews.csv')])
  expect(reviews.columns.filter(({ role }) => role === 'feature').map(({ name }) => name)).toEqual(['text'])
})

test('a model that cannot read text is refused with what to choose instead', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [writeTexts(ctx.home)])
  const model = buildTemplate('tabular-classifier', datasetFacts(dataset))
  await expect(prepareTraining(ctx, dataset, model, settings, 1)).rejects.toMatchObject({
    code: 'data.text-model',
  })
})
