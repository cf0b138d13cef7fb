import { expect, test } from 'vitest'
import { buildTemplate } from '../../contract/templates/templates.ts'
import { randomFrom } from '../../engine/runtime/random.ts'
import { packTwo } from './packed-rows.ts'
import { orderFor, runEngine } from './train-order.ts'

const steps = 200
const rows = 160

/** Short texts of 5 to 12 words of 50, padded in front, and one without words; which of two words is first says the class. */
function packOrderOfWords() {
  const draw = randomFrom(7)
  const inputs = new Int32Array(rows * steps)
  const targets = Int32Array.from({ length: rows }, (_, row) => row % 2)
  for (const [row, target] of targets.entries()) {
    const words = 5 + Math.floor(draw() * 8)
    const text = inputs.subarray((row + 1) * steps - words, (row + 1) * steps)
    for (const place of text.keys()) text[place] = 4 + Math.floor(draw() * 46)
    text[0] = target === 1 ? 2 : 3
    text[words - 1] = target === 1 ? 3 : 2
  }
  inputs.fill(0, (rows - 1) * steps)
  const input = { dtype: 'int32' as const, shape: [steps], scale: 1, values: inputs }
  const heldOut = Int32Array.from({ length: rows / 5 }, (_, row) => row)
  return packTwo(['first', 'last'], input, targets, heldOut)
}

test('the Transformer trains compiled, and learns the order of words, which a bag of words cannot tell', async () => {
  const settings = { epochs: 6, batchSize: 16, learningRate: 0.002, seed: 1 }
  const facts = { imageShape: null, features: 0, classes: 2, task: 'classification' as const }
  const reports = await runEngine(
    orderFor(buildTemplate('transformer-text-classifier', facts), packOrderOfWords(), settings),
  )
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved).toMatchObject({ compiled: true, notCompiledBecause: null })
  const epochs = reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))
  expect(epochs.at(-1)?.metrics.val_accuracy).toBeGreaterThan(0.9)
}, 60_000)
