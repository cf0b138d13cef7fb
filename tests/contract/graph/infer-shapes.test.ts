import { expect, test } from 'vitest'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import { layerKinds } from '../../../contract/layers/keras-defaults.ts'
import { chainLayers, tensorOf } from '../../../contract/templates/chain-layers.ts'
import { buildTemplate, templateNames } from '../../../contract/templates/templates.ts'

const input = (...shape: number[]) => ({
  kind: 'InputLayer',
  name: 'input',
  settings: { batch_shape: [null, ...shape] },
})

test('The CNN template has 121,930 parameters and the shapes that Keras prints', () => {
  const { total, shapes, faults } = inferShapes(buildTemplate('cnn-image-classifier', null))
  expect(faults).toEqual([])
  expect(total).toBe(121_930)
  expect(Object.values(shapes)).toEqual([
    [null, 28, 28, 1],
    [null, 26, 26, 32],
    [null, 13, 13, 32],
    [null, 11, 11, 64],
    [null, 5, 5, 64],
    [null, 1600],
    [null, 64],
    [null, 10],
  ])
})

test('The catalogue knows every layer that has Keras defaults, and every template fits together', () => {
  expect(Object.keys(catalogue).sort()).toEqual([...layerKinds].sort())
  for (const name of templateNames) expect(inferShapes(buildTemplate(name, null)).faults).toEqual([])
})

test('A layer that cannot take what comes names the edge and the shape, and is reported once', () => {
  const model = chainLayers('broken', [
    input(28, 28, 1),
    { kind: 'LSTM', name: 'lstm' },
    { kind: 'Dense', name: 'dense' },
  ])
  expect(inferShapes(model).faults).toEqual([
    {
      code: 'model.rank',
      from: 'input',
      to: 'lstm',
      values: { layer: 'lstm', source: 'input', wanted: 3, shape: '(?, 28, 28, 1)' },
    },
  ])
})

test('Adding two different shapes is a fault at the edge that brings the second', () => {
  const model = chainLayers('merge', [
    input(8),
    { kind: 'Dense', name: 'wide', settings: { units: 4 } },
    { kind: 'Add', name: 'add' },
  ])
  const add = model.keras.config.layers[2]
  if (add) add.inbound_nodes = [{ args: [[tensorOf('input'), tensorOf('wide')]], kwargs: {} }]
  expect(inferShapes(model).faults).toMatchObject([{ code: 'model.shapes-differ', from: 'wide', to: 'add' }])
})

test('Recurrent layers count their gates as Keras does', () => {
  const count = (kind: string) =>
    inferShapes(chainLayers('r', [input(10, 8), { kind, name: 'r', settings: { units: 16 } }])).total
  expect([count('LSTM'), count('GRU'), count('SimpleRNN')]).toEqual([1600, 1248, 400])
})
