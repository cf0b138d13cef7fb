import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ChainLink } from '../../../contract/templates/chain-layers.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const hidden: ChainLink[] = [
  { kind: 'Dense', name: 'first', settings: { units: 16, activation: 'relu' } },
  { kind: 'Dense', name: 'second', settings: { units: 16, activation: 'relu' } },
]
const none = { everySteps: null, everyMinutes: null }
const failureOf = async (settings: Partial<TrainingSettings>, layers = hidden) => {
  const reports = await runEngine(orderOf(packTwoClasses(500), layers, { checkpoint: none, ...settings }))
  const last = reports.at(-1)
  return last?.kind === 'failed' ? last.failure : null
}

test.each([true, false])(
  'a learning rate out of all bounds is traced to a layer (compiled: %s)',
  async (compile) => {
    const failure = await failureOf(
      { compile, optimizer: 'sgd', learningRate: 100, batchSize: 16, epochs: 3 },
      [
        // Nothing squashes what passes, so values grow without bound.
        { kind: 'Dense', name: 'first', settings: { units: 16 } },
        { kind: 'Dense', name: 'second', settings: { units: 16 } },
      ],
    )
    expect(failure?.code, failure?.message).toMatch(/^engine\.not-finite-(output|gradient)$/)
    expect(failure?.values?.layer).toMatch(/^(first|second|output)$/)
    const { epoch, step, batch } = (failure?.values ?? {}) as Record<string, number>
    expect(step).toBe(((epoch as number) - 1) * 25 + (batch as number))
    expect(failure?.message).toContain(`layer "${failure?.values?.layer}"`)
  },
  120_000,
)

test('a value in the data that is not a number is found as such, in its batch', async () => {
  const data = packTwoClasses(500)
  const file = join(data.data, 'x.bin')
  const bytes = readFileSync(file)
  // Row 41 is the 33rd that is trained on: every fifth is held out.
  bytes.writeFloatLE(Number.NaN, 41 * 8 * 4)
  writeFileSync(file, bytes)
  const order = orderOf(data, [], { batchSize: 16, epochs: 1, shuffle: false, checkpoint: none })
  const reports = await runEngine(order)
  expect(reports.at(-1)).toMatchObject({
    kind: 'failed',
    failure: { code: 'engine.not-finite-data', values: { epoch: 1, step: 3, batch: 3 } },
  })
}, 120_000)

test('where ending is turned off, training goes on', async () => {
  const settings = { optimizer: 'sgd', learningRate: 100, epochs: 2, terminateOnNaN: false } as const
  expect(await failureOf({ ...settings, batchSize: 16 })).toBeNull()
}, 120_000)
