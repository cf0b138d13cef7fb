import { expect, test } from 'vitest'
import { inferShapes } from '../../../../contract/graph/infer-shapes.ts'
import type { KerasTensor, ModelDocument } from '../../../../contract/model/model.ts'
import { chainLayers } from '../../../../contract/templates/chain-layers.ts'
import {
  addLayer,
  connectLayers,
  disconnectLayers,
  removeLayers,
} from '../../../../renderer/models/edit/edit-graph.ts'

const words = { batch_shape: [null, 10, 8] }
const three = () => {
  let model = chainLayers('m', [{ kind: 'InputLayer', name: 'a', settings: words }])
  for (let more = 0; more < 2; more += 1)
    model = addLayer(model, 'InputLayer', { x: 0, y: 0 }, null, words).document
  return addLayer(model, 'MultiHeadAttention', { x: 0, y: 112 }, 'a').document
}
const attention = 'multi_head_attention'
const call = (model: ModelDocument) =>
  model.keras.config.layers.find(({ name }) => name === attention)?.inbound_nodes[0]
const sources = (model: ModelDocument) =>
  call(model)?.args.map((one) => (one as KerasTensor).config.keras_history[0])

test('a lone input of attention is its query and its value, and one edge', () => {
  const model = three()
  expect(sources(model)).toEqual(['a', 'a'])
  expect(call(model)?.args[1]).toMatchObject({ config: { shape: [null, 10, 8] } })
  expect(inferShapes(model).edges).toHaveLength(1)
  expect(inferShapes(model).shapes[attention]).toEqual([null, 10, 8])
})

test('a second input becomes the value and a third the key, and a fourth swaps the key', () => {
  const two = connectLayers(three(), 'input', attention)
  expect(sources(two)).toEqual(['a', 'input'])
  const all = connectLayers(two, 'input_1', attention)
  expect(sources(all)).toEqual(['a', 'input', 'input_1'])
  const more = addLayer(all, 'InputLayer', { x: 0, y: 0 }, null, words)
  expect(sources(connectLayers(more.document, more.name, attention))).toEqual(['a', 'input', more.name])
})

test('attention that loses an input attends to the other one, and without any it has no call', () => {
  const two = connectLayers(three(), 'input', attention)
  const edge = { from: 'a', to: attention, fromCall: 0, toCall: 0 }
  expect(sources(disconnectLayers(two, [edge]))).toEqual(['input', 'input'])
  expect(sources(removeLayers(two, ['input']))).toEqual(['a', 'a'])
  expect(call(disconnectLayers(three(), [edge]))).toBeUndefined()
})

test('an op is written down with the module of its own', () => {
  const { document, name } = addLayer(three(), 'Cumsum', { x: 0, y: 0 }, 'a')
  const op = document.keras.config.layers.find((layer) => layer.name === name)
  expect(op).toMatchObject({ module: 'keras.src.ops.numpy', class_name: 'Cumsum' })
})
