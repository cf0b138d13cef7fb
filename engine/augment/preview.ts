import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedTensor } from '../../contract/data/packed.ts'
import type { AugmentOrder, EngineReport } from '../../contract/engine.ts'
import { buildContext } from '../layers/settings/settings.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { augmentation } from './augment-batch.ts'

/** Varies items by the functions that training calls: variant n is what step n of a run with this seed would make of this batch. */
export function augmentOrder(
  tf: TensorFlow,
  { augmentation: settings, seed, variants, items }: AugmentOrder,
): Extract<EngineReport, { kind: 'augmented' }> {
  const { dtype, shape, base64 } = items
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const values = dtype === 'uint8' ? bytes : new Int32Array(bytes.buffer)
  const unit = dtype === 'uint8' ? 1 / 255 : 1
  const packed: PackedTensor = { name: 'items', file: '', dtype, shape: shape.slice(1), scale: unit }
  const context = buildContext(tf, seed)
  const augment = augmentation(context, settings, [packed])
  const given = tf.tensor(Float32Array.from(values), shape).mul(unit)
  try {
    const drawn = Array.from({ length: variants }, (_, step) => {
      context.clock.assign(tf.scalar(step, 'int32'))
      const found = tf.tidy(() => {
        const varied = (augment?.([given]).inputs[0] ?? given) as Tensor
        return varied
          .div(unit)
          .round()
          .clipByValue(0, dtype === 'uint8' ? 255 : 2 ** 31 - 1)
          .toInt()
          .dataSync()
      }) as Int32Array
      const back = dtype === 'uint8' ? Uint8Array.from(found) : found
      return Buffer.from(back.buffer, back.byteOffset, back.byteLength).toString('base64')
    })
    return { kind: 'augmented', variants: drawn }
  } finally {
    context.clock.dispose()
    given.dispose()
  }
}
