import { expect, test } from 'vitest'
import { frozenBase } from '../../../contract/graph/frozen-base.ts'
import { fineTuned } from '../../../contract/model/fine-tuning.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'

test('the base of a template ends where dropout draws or a layer learns', () => {
  expect(frozenBase(buildTemplate('pretrained-photo-classifier', null))).toBe('avg_pool')
  const vgg = buildTemplate('vgg16-photo-classifier', null)
  expect(frozenBase(vgg)).toBe('flatten')
  expect(frozenBase(fineTuned(vgg))).toBe('block4_pool')
  // Within a block the shortcut goes past its convolutions: the block before is the last that all flows through.
  expect(frozenBase(fineTuned(buildTemplate('pretrained-photo-classifier', null)))).toBe(
    'block6a_project_conv',
  )
})

test('a model that learns from its first layer on has no base, nor has one that begins with dropout', () => {
  expect(frozenBase(buildTemplate('cnn-image-classifier', null))).toBeNull()
  expect(frozenBase(buildTemplate('transformer-text-classifier', null))).toBeNull()
  const input = { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 8] } }
  const frozen = { kind: 'Dense', name: 'frozen', settings: { units: 4, trainable: false } }
  const output = { kind: 'Dense', name: 'output', settings: { units: 2 } }
  const drop = { kind: 'Dropout', name: 'drop', settings: { rate: 0 } }
  expect(frozenBase(chainLayers('plain', [input, frozen, output]))).toBe('frozen')
  expect(frozenBase(chainLayers('drawn', [input, drop, frozen, output]))).toBeNull()
  // A shortcut around the frozen layer brings the input along, so two outputs would have to be kept.
  const sum = { kind: 'Concatenate', name: 'all', from: ['learns', 'frozen'] }
  const learns = { kind: 'Dense', name: 'learns', settings: { units: 4 }, from: ['input'] }
  expect(frozenBase(chainLayers('around', [input, frozen, learns, sum, output]))).toBeNull()
})
