import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EngineReport } from '../../../contract/engine.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { evaluateOrder, predictOrder } from '../../../engine/evaluate/orders.ts'
import { saveWeights } from '../../../engine/export/weights.ts'
import { buildModel } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { packValues } from '../packed-rows.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)

test('a model with more steps than may be compiled is measured and asked op by op, however many rows there are', async () => {
  const [items, steps] = [520, 1600]
  const data = packValues([steps, 1], items, 2)
  const model = chainLayers('long', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, steps, 1] } },
    { kind: 'SimpleRNN', name: 'recurrent', settings: { units: 2 } },
    { kind: 'Dense', name: 'output', settings: { units: 2, activation: 'softmax' } },
  ])
  const folder = data
  saveWeights(buildModel(buildContext(tf, 1), model.keras), join(folder, 'weights.safetensors'))
  const reports: EngineReport[] = []
  const settings = { ...defaultSettings, batchSize: items }
  const report = (message: EngineReport) => void reports.push(message)
  await evaluateOrder(tf, { kind: 'evaluate', model, settings, data, on: { part: 'train' }, folder }, report)
  expect(reports).toMatchObject([
    { kind: 'log', line: expect.stringContaining('1600 steps') },
    { kind: 'evaluated', evaluation: { items } },
  ])
  reports.length = 0
  await predictOrder(tf, { kind: 'predict', model, data, on: null, most: null, folder }, report)
  expect(reports[0]).toMatchObject({ kind: 'log', line: expect.stringContaining('1600 steps') })
  expect(reports[1]?.kind === 'predicted' && reports[1].outputs.length).toBe(items)
}, 120_000)
