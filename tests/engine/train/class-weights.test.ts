import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PackedData, type PackedPart } from '../../../contract/data/packed.ts'
import { classWeights } from '../../../engine/train/class-weights.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const { data: folder, validation } = packTwoClasses(500)
const data = PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
const part = data.parts[0] as PackedPart
const labels = new Int32Array(new Uint8Array(readFileSync(join(folder, 'y.bin'))).buffer)

test('balanced weights are those of scikit-learn over the rows that are trained on', () => {
  const rows = Int32Array.from({ length: 100 }, (_, row) => row * 2)
  const more = rows.reduce((sum, row) => sum + (labels[row] as number), 0)
  const found = classWeights('balanced', data, folder, part, rows)
  expect([...(found ?? [])]).toEqual([100 / (2 * (100 - more)), 100 / (2 * more)].map(Math.fround))
})

test('a class that is not named counts once, and one there is not is refused', () => {
  const rows = Int32Array.of(0, 1)
  expect([...(classWeights({ more: 3 }, data, folder, part, rows) ?? [])]).toEqual([1, 3])
  expect(() => classWeights({ none: 3 }, data, folder, part, rows)).toThrow('"none"')
  const numbers = { ...data, task: 'regression' as const }
  expect(() => classWeights('balanced', numbers, folder, part, rows)).toThrow('data with classes')
})

/** The loss of the first step of a batch that is the whole data, and how many items of each class are in it. */
async function firstLoss(classWeight: Record<string, number> | null, compile: boolean): Promise<number> {
  const checkpoint = { everySteps: null, everyMinutes: null }
  const settings = { epochs: 1, batchSize: 400, classWeight, compile, checkpoint }
  const reports = await runEngine(orderOf({ data: folder, validation }, [], settings))
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved.compiled).toBe(compile)
  const epoch = reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))[0]
  return epoch?.metrics.loss as number
}

test.each([true, false])(
  'the loss is the mean over rows of their weighted losses (compiled: %s)',
  async (compile) => {
    const [less, more, both, doubled] = [
      await firstLoss({ less: 1, more: 0 }, compile),
      await firstLoss({ less: 0, more: 1 }, compile),
      await firstLoss(null, compile),
      await firstLoss({ less: 1, more: 3 }, compile),
    ]
    expect(less + more).toBeCloseTo(both, 5)
    expect(doubled).toBeCloseTo(less + 3 * more, 5)
  },
  180_000,
)
