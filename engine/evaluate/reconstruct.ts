import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart, PackedTensor } from '../../contract/data/packed.ts'
import type { ReconstructOrder } from '../../contract/engine.ts'
import { allRows, openBatches } from '../data/batches.ts'
import { openRawRows } from '../data/raw-rows.ts'
import { findPart, readPacked, readRows, rowBytes } from '../data/read-packed.ts'
import { undoSamplewise } from '../data/standardise-pictures.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { asRead, predictBatch, reconstructionErrors } from '../train/step-functions.ts'
import type { PredictSetup } from '../train/trainer.ts'
import { eachRow, predicting, type Report } from './orders.ts'

/** Measures how far off an autoencoder is at each row, and draws what it makes of some of them. */
export async function reconstructOrder(tf: TensorFlow, order: ReconstructOrder, report: Report) {
  const { on, data } = order
  const name = 'part' in on ? on.part : 'train'
  const part = findPart(readPacked(data), name) as PackedPart
  const rows = 'part' in on ? allRows(part) : readRows(on.heldOut)
  const setup = predicting(tf, order, part)
  const measured = await eachRow(setup, { ...order, part, rows }, report, reconstructionErrors)
  const errors = measured.map(([error]) => error as number)
  const places = errors.map((_, place) => place)
  if (order.from === 'worst') places.sort((a, b) => (errors[b] as number) - (errors[a] as number))
  const chosen = places.slice(0, order.shown)
  const pictures = chosen.length
    ? draw(
        setup,
        data,
        part,
        rows.filter((_, place) => chosen.includes(place)),
      )
    : new Map()
  const shown = chosen.map((place) => {
    const row = rows[place] as number
    return { row, error: errors[place] as number, ...pictures.get(row) }
  })
  report({ kind: 'reconstructed', part: name, errors, shown })
}

/** The bytes of rows as they are and as the model gives them back, in base64, by the number of the row. */
function draw(setup: PredictSetup, folder: string, part: PackedPart, rows: Int32Array) {
  const { tf } = setup.context
  const tensor = part.inputs[0] as PackedTensor
  const source = openBatches(tf, folder, part)
  const raw = openRawRows(folder, tensor)
  const drawn = new Map<number, { given: string; made: string }>()
  for (const row of rows) {
    const one = Int32Array.of(row)
    const { inputs } = source.batch(one)
    const [given, made] = tf.tidy(() => {
      const outputs = predictBatch(setup, inputs)
      // What whitening did is not turned back: both are drawn between the darkest and the brightest that is read.
      if (setup.whitening) return stretched(asRead(setup, inputs)[0] as Tensor, outputs)
      const before = raw.read(one).subarray(0, rowBytes(tensor))
      return [before, toBytes(tf, outputs, inputs[0] as Tensor, tensor)]
    })
    tf.dispose(inputs)
    drawn.set(row, {
      given: Buffer.from(given).toString('base64'),
      made: Buffer.from(made).toString('base64'),
    })
  }
  raw.close()
  source.close()
  return drawn
}

/** What a model gives for an input, brought back to the bytes of a picture. */
function toBytes(tf: TensorFlow, made: Tensor, input: Tensor, tensor: PackedTensor): Uint8Array {
  const { scale, normalised } = tensor
  const plain = undoSamplewise(tf, made, input, tensor)
  const pixels = normalised
    ? plain.sub(tf.tensor1d(normalised.offset)).div(tf.tensor1d(normalised.scale))
    : plain
  return Uint8Array.from(pixels.div(scale).round().clipByValue(0, 255).dataSync())
}

function stretched(read: Tensor, made: Tensor): [Uint8Array, Uint8Array] {
  const [least, most] = [read.min(), read.max()]
  const bytes = (values: Tensor) =>
    Uint8Array.from(values.sub(least).div(most.sub(least)).mul(255).round().clipByValue(0, 255).dataSync())
  return [bytes(read), bytes(made)]
}
