import { expect, test } from 'vitest'
import { estimateTraining } from '../../../contract/graph/estimate.ts'
import { fineTuned, frozenLayers } from '../../../contract/model/fine-tuning.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'

const vgg = buildTemplate('vgg16-photo-classifier', null)
const names = (layers: { name: string }[]) => layers.map(({ name }) => name)

test('fine-tuning frees the last quarter of the frozen layers, and of VGG16 its last block', () => {
  expect(frozenLayers(vgg)).toHaveLength(13)
  const still = names(frozenLayers(fineTuned(vgg)))
  expect(still).toHaveLength(10)
  expect(names(frozenLayers(vgg)).slice(0, 10)).toEqual(still)
})

test('a BatchNormalization stays frozen, and a model without frozen layers stays as it is', () => {
  const { layers } = vgg.keras.config
  const normalised = layers.map((layer) =>
    layer.name === 'block5_conv3' ? { ...layer, class_name: 'BatchNormalization' } : layer,
  )
  const model = { ...vgg, keras: { ...vgg.keras, config: { ...vgg.keras.config, layers: normalised } } }
  expect(names(frozenLayers(fineTuned(model)))).toContain('block5_conv3')
  const cnn = buildTemplate('cnn-image-classifier', null)
  expect(fineTuned(cnn)).toEqual(cnn)
})

test('layers that nothing is learnt before need no memory for gradients', () => {
  const settings = { batchSize: 32, optimizer: 'adam' as const, optimizerSettings: {} }
  const layers = vgg.keras.config.layers.map((layer) => ({
    ...layer,
    config: { ...layer.config, trainable: true },
  }))
  const all = { ...vgg, keras: { ...vgg.keras, config: { ...vgg.keras.config, layers } } }
  const [frozen, learning] = [estimateTraining(vgg, settings), estimateTraining(all, settings)]
  // 14.7 million frozen weights, without a gradient and two slots of Adam.
  expect(learning.weights - frozen.weights).toBe(14_714_688 * 3 * 4)
  // The widest output, 224 x 224 x 64, and what it is made of.
  expect(frozen.activations).toBeLessThan(learning.activations / 2)
})
