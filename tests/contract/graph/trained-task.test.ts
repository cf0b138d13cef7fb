import { expect, test } from 'vitest'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { outputShape, trainedTask } from '../../../contract/graph/trained-task.ts'
import { inputShape, type ModelDocument } from '../../../contract/model/model.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import type { DataFacts } from '../../../contract/templates/pieces.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'

const flat = (outputs: number): ModelDocument =>
  chainLayers('flat', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 784] } },
    { kind: 'Dense', name: 'dense', settings: { units: 32 } },
    { kind: 'Dense', name: 'output', settings: { units: outputs } },
  ])

test('a model that gives pictures, or as many numbers as it reads of one, learns to give its input back', () => {
  const pictures = { kind: 'idx', task: 'classification' } as const
  expect(trainedTask(pictures, buildTemplate('cnn-image-autoencoder', null))).toBe('reconstruction')
  expect(trainedTask(pictures, buildTemplate('cnn-image-classifier', null))).toBe('classification')
  expect(trainedTask(pictures, flat(784))).toBe('reconstruction')
  expect(trainedTask(pictures, flat(10))).toBe('classification')
  expect(trainedTask({ kind: 'image-folder', task: 'multilabel' }, flat(784))).toBe('reconstruction')
  expect(trainedTask({ kind: 'table', task: 'regression' }, flat(784))).toBe('regression')
})

test('a classifier whose Flatten was forgotten is no autoencoder', () => {
  const forgot = (units: number, activation: string) =>
    chainLayers('forgot', [
      { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 64, 64, 3] } },
      { kind: 'Dense', name: 'output', settings: { units, activation } },
    ])
  const folder = { kind: 'image-folder', task: 'classification' } as const
  expect(trainedTask(folder, forgot(5, 'linear'))).toBe('classification')
  expect(trainedTask(folder, forgot(3, 'softmax'))).toBe('classification')
  expect(trainedTask(folder, forgot(3, 'linear'))).toBe('reconstruction')
})

test.each([
  [28, 28, 1],
  [64, 64, 3],
  [30, 45, 3],
  [101, 64, 4],
])('the template of an autoencoder gives pictures of %i x %i x %i as it reads them', (...imageShape) => {
  const facts: DataFacts = { imageShape, features: 0, classes: 1, task: 'classification' }
  const model = buildTemplate('cnn-image-autoencoder', facts)
  expect(inferShapes(model).faults).toEqual([])
  expect(outputShape(model)).toEqual(imageShape)
  expect(inputShape(model)).toEqual(imageShape)
})
