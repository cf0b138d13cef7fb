import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildTemplate } from '../../contract/templates/templates.ts'
import { randomFrom } from '../../engine/runtime/random.ts'
import { orderOf, runEngine } from './train-order.ts'

const steps = 200
const rows = 160

/** Short texts of 5 to 12 words of 50, padded in front, and one without words; which of two words is first says the class. */
function packOrderOfWords() {
  const data = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
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
  writeFileSync(join(data, 'x.bin'), inputs)
  writeFileSync(join(data, 'y.bin'), targets)
  const part = {
    part: 'train',
    items: rows,
    inputs: [{ name: 'x', file: 'x.bin', dtype: 'int32', shape: [steps], scale: 1 }],
    targets: [{ name: 'y', file: 'y.bin', dtype: 'int32', shape: [], scale: 1 }],
  }
  const packed = { version: 1, task: 'classification', classes: ['first', 'last'], parts: [part] }
  writeFileSync(join(data, 'packed.json'), JSON.stringify(packed))
  const heldOut = join(data, 'rows.bin')
  writeFileSync(
    heldOut,
    Int32Array.from({ length: rows / 5 }, (_, row) => row),
  )
  return { data, validation: { heldOut } }
}

test('the Transformer trains compiled, and learns the order of words, which a bag of words cannot tell', async () => {
  const settings = { epochs: 6, batchSize: 16, learningRate: 0.002, seed: 1 }
  const facts = { imageShape: null, features: 0, classes: 2, task: 'classification' as const }
  const reports = await runEngine({
    ...orderOf(packOrderOfWords(), [], settings),
    model: buildTemplate('transformer-text-classifier', facts),
  })
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved).toMatchObject({ compiled: true, notCompiledBecause: null })
  const epochs = reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))
  expect(epochs.at(-1)?.metrics.val_accuracy).toBeGreaterThan(0.9)
}, 60_000)
