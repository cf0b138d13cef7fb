import { expect, test } from 'vitest'
import { type Fix, findFix } from '../../../contract/graph/find-fix.ts'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { type ChainLink, chainLayers } from '../../../contract/templates/chain-layers.ts'
import {
  addLayer,
  connectLayers,
  insertLayer,
  removeLayers,
  setSetting,
} from '../../../renderer/models/edit/edit-graph.ts'

const chain = (batch_shape: (number | null)[], ...links: Omit<ChainLink, 'name'>[]) =>
  chainLayers('m', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape } },
    ...links.map((link, index) => ({ ...link, name: `layer_${index}` })),
  ])

const fixOf = (model: ModelDocument): Fix | null => {
  const graph = inferShapes(model)
  return graph.faults[0] ? findFix(model, graph, graph.faults[0]) : null
}

function mended(model: ModelDocument): ModelDocument {
  const fix = fixOf(model)
  if (fix?.kind === 'insert') return insertLayer(model, fix.layer, fix.edge, fix.settings).document
  if (fix?.kind === 'connect') return connectLayers(model, fix.from, fix.to)
  if (fix?.kind === 'set') return setSetting(model, fix.layer, fix.name, fix.value)
  throw new Error('there is no fix')
}

const lstm = { kind: 'LSTM' }
test.each<[string, ModelDocument, object]>([
  ['numbers of words before an LSTM', chain([null, 20], lstm), { layer: 'Embedding' }],
  ['a picture before an LSTM', chain([null, 28, 28, 1], lstm), { settings: { target_shape: [28, 28] } }],
  ['a vector before a Conv2D', chain([null, 784], { kind: 'Conv2D' }), { layer: 'Reshape' }],
  [
    'a kernel larger than the picture',
    chain([null, 4, 4, 1], { kind: 'Conv2D', settings: { kernel_size: [5, 5] } }),
    { kind: 'set', name: 'padding', value: 'same' },
  ],
  [
    'more groups than channels',
    chain([null, 8, 8, 6], { kind: 'GroupNormalization' }),
    { kind: 'set', name: 'groups', value: 6 },
  ],
  [
    'groups that do not share the channels out',
    chain([null, 8, 8, 6], { kind: 'GroupNormalization', settings: { groups: 4 } }),
    { kind: 'set', name: 'groups', value: 3 },
  ],
  [
    'groups that do not share the filters out',
    chain([null, 8, 8, 6], { kind: 'Conv2D', settings: { filters: 8, groups: 3 } }),
    { kind: 'set', name: 'groups', value: 2 },
  ],
  [
    'strides together with dilation',
    chain([null, 20, 6], { kind: 'Conv1D', settings: { strides: 2, dilation_rate: 2 } }),
    { kind: 'set', name: 'dilation_rate', value: 1 },
  ],
  [
    'an output padding of a whole stride',
    chain([null, 8, 8, 6], { kind: 'Conv2DTranspose', settings: { strides: 2, output_padding: 2 } }),
    { kind: 'set', name: 'output_padding', value: null },
  ],
  [
    'a shape of another size',
    chain([null, 10], { kind: 'Reshape', settings: { target_shape: [3, 4] } }),
    { kind: 'set', name: 'target_shape', value: [-1] },
  ],
])('%s has a fix that leaves no fault', (_, model, expected) => {
  expect(fixOf(model)).toMatchObject(expected)
  expect(inferShapes(mended(model)).faults).toEqual([])
})

test('branches that differ in their last size alone are joined over a Dense', () => {
  const first = chain([null, 10], { kind: 'Dense', settings: { units: 8 } })
  const added = addLayer(first, 'Add', { x: 0, y: 300 }, 'layer_0')
  const model = connectLayers(added.document, 'input', added.name)
  expect(fixOf(model)).toMatchObject({ kind: 'insert', layer: 'Dense', settings: { units: 8 } })
  expect(inferShapes(mended(model)).faults).toEqual([])
})

test('a layer without input is connected to the nearest one above that is free', () => {
  const dense = { kind: 'Dense' }
  const cut = removeLayers(chain([null, 4], dense, dense, dense), ['layer_1'])
  expect(fixOf(cut)).toEqual({ kind: 'connect', from: 'layer_0', to: 'layer_2' })
  expect(inferShapes(mended(cut)).faults).toEqual([])
})

test('where nothing is sure to help there is no fix', () => {
  expect(fixOf(chain([null, null, null, 1], lstm))).toBeNull()
})
