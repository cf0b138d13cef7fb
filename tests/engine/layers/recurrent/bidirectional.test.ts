import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import type { KerasModel } from '../../../../contract/model/model.ts'
import { buildModel, buildTrainable } from '../../../../engine/layers/build-model.ts'
import { buildContext } from '../../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../../engine/runtime/load-tensorflow.ts'
import { eagerTrainer } from '../../../../engine/train/eager-trainer.ts'
import { packRows } from '../../packed-rows.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)

const tensor = (from: string) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 4, 3], dtype: 'float32', keras_history: [from, 0, 0] },
})
const layer = (class_name: string, name: string, config: object, from?: string) => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: from ? [{ args: [tensor(from)], kwargs: {} }] : [],
})
const modelOf = (kind: string, inner: { return_sequences?: boolean; kernel_initializer?: string }) =>
  ({
    class_name: 'Functional',
    config: {
      name: 'm',
      trainable: true,
      layers: [
        layer('InputLayer', 'in', { batch_shape: [null, 4, 3] }),
        layer(
          'Bidirectional',
          'both',
          {
            merge_mode: 'concat',
            layer: { class_name: kind, config: { name: 'inner', units: 5, ...inner } },
          },
          'in',
        ),
        inner.return_sequences
          ? layer('Flatten', 'flat', {}, 'both')
          : layer('Activation', 'flat', { activation: 'linear' }, 'both'),
        layer('Dense', 'out', { units: 2, activation: 'softmax' }, 'flat'),
      ],
      input_layers: [['in', 0, 0]],
      output_layers: [['out', 0, 0]],
    },
  }) as unknown as KerasModel

test.each(['GRU', 'LSTM', 'SimpleRNN'])(
  'both directions of a Bidirectional %s learn from weights of their own',
  (kind) => {
    for (const sequences of [false, true]) {
      const context = buildContext(tf, 1)
      const trainable = buildTrainable(context, modelOf(kind, { return_sequences: sequences }))
      const kernels =
        trainable.model.layers[1]?.weights.filter((weight) => weight.originalName.endsWith('kernel')) ?? []
      const plain = kernels.filter((weight) => !weight.originalName.includes('recurrent'))
      expect(plain).toHaveLength(2)
      const [ahead, back] = plain.map((weight) => [...(weight.read() as Tensor).dataSync()])
      expect(ahead).not.toEqual(back)
      const trainer = eagerTrainer({
        ...packRows({ shape: [2, 4, 3], values: new Array<number>(24).fill(1) }, [0, 0]),
        context,
        trainable,
        loss: 'sparse_categorical_crossentropy',
        optimizer: { name: 'adam', settings: {} },
        batchSize: 2,
        rowsPerEpoch: 6,
        validation: null,
        classes: 0,
      })
      trainer.begin(Int32Array.of(0, 1, 0, 1, 0, 1), new Float32Array(3).fill(0.01))
      const losses = trainer.run(0, 3).map((metrics) => metrics.loss as number)
      expect(losses[2]).toBeLessThan(losses[0] as number)
    }
  },
)

test('an initializer given by its name draws from the seed, and an unknown one is refused', () => {
  const draw = () =>
    buildModel(buildContext(tf, 7), modelOf('GRU', { kernel_initializer: 'he_normal' }))
      .getWeights()
      .map((weight) => [...weight.dataSync()])
  expect(draw()).toEqual(draw())
  expect(() => buildModel(buildContext(tf, 7), modelOf('GRU', { kernel_initializer: 'magic' }))).toThrow(
    expect.objectContaining({ code: 'engine.initializer-unknown' }),
  )
})
