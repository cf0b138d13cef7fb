import { join } from 'node:path'
import { expect, test } from 'vitest'
import { augmentationPresets } from '../../../contract/data/augmentation.ts'
import { Recipe } from '../../../contract/data/preprocessing.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { shared } from '../datasets/open-home.ts'
import { realService } from '../real-service.ts'

const lathe = realService('file')

test('pictures that are standardised one by one are so in validation, when the run is measured again, and at prediction', async () => {
  const { handlers } = lathe
  const paths = [shared('images/hymenoptera')]
  const dataset = await handlers['dataset.import']({ paths, task: 'import', options: {}, reuse: false })
  const recipe = Recipe.parse({ picture: { normalise: 'sample', size: { height: 24, width: 24 } } })
  await handlers['dataset.prepare']({ id: dataset.id, recipe })
  const model = await handlers['model.read']({ source: 'cnn-image-classifier', dataset: dataset.id })
  const settings = { ...defaultSettings, epochs: 1, seed: 1, augmentation: augmentationPresets.light }
  const id = await handlers['run.start']({ dataset: dataset.id, model, settings, weights: null })
  const run = await lathe.ended(id)
  expect(run.failure).toBeNull()
  expect(run.status).toBe('finished')
  const before = run.evaluation?.metrics.loss as number
  expect(run.epochs[0]?.metrics.val_loss).toBeCloseTo(before, 4)
  const again = await handlers['run.evaluate']({ id, task: 'evaluate' })
  expect(again.metrics.loss).toBeCloseTo(before, 4)
  const predictions = await handlers['run.predict']({
    id,
    paths: [join(paths[0] as string, 'val', 'ants')],
    task: 'predict',
  })
  expect(predictions.length).toBeGreaterThan(0)
}, 120_000)
