import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EngineReport } from '../../../contract/engine.ts'
import type { ChainLink } from '../../../contract/templates/chain-layers.ts'
import { readSafetensors } from '../../../engine/export/safetensors.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const base: ChainLink[] = [
  { kind: 'Dense', name: 'frozen', settings: { units: 16, activation: 'tanh', trainable: false } },
  { kind: 'BatchNormalization', name: 'still', settings: { trainable: false } },
  { kind: 'Dropout', name: 'drop', settings: { rate: 0.3 } },
  { kind: 'Dense', name: 'learns', settings: { units: 8, activation: 'relu' } },
]
/** Changes nothing, but for all one can know it draws: so each step goes through all layers. */
const drawn: ChainLink = { kind: 'Dropout', name: 'first', settings: { rate: 0 } }
const features = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('features-'))
const epochs = (reports: EngineReport[]) =>
  reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))
const log = (reports: EngineReport[]) =>
  reports.flatMap((report) => (report.kind === 'log' ? [report.line] : [])).join('\n')

test.each([true, false])(
  'what a frozen base gives is computed once, and training goes as without that (compiled: %s)',
  async (compile) => {
    const data = packTwoClasses(200)
    const settings = { epochs: 3, compile }
    const whole = epochs(await runEngine(orderOf(data, [drawn, ...base], settings)))
    expect(features(data.data)).toEqual([])
    const order = orderOf(data, base, settings)
    const reports = await runEngine(order)
    expect(log(reports)).toContain('The frozen layers up to still were run once')
    const spared = epochs(reports)
    expect(spared).toHaveLength(3)
    for (const [at, { metrics }] of spared.entries())
      for (const [name, value] of Object.entries(metrics))
        expect(value).toBeCloseTo(whole[at]?.metrics[name] ?? NaN, 5)
    // The run has all its weights, those of the base among them.
    const weights = readSafetensors(join(order.folder, 'weights.safetensors'))
    expect([...weights.keys()]).toEqual(
      expect.arrayContaining(['frozen/kernel', 'still/gamma', 'learns/kernel']),
    )

    const [file = ''] = features(data.data)
    expect(statSync(join(data.data, file)).size).toBe(200 * 16 * 4)
    const before = readFileSync(join(data.data, file))
    expect(epochs(await runEngine(orderOf(data, base, settings)))[2]?.metrics).toEqual(spared[2]?.metrics)
    expect(features(data.data)).toEqual([file])
    expect(readFileSync(join(data.data, file)).equals(before)).toBe(true)
  },
)

test('an order to stop is heard while the base runs, and leaves nothing half done', async () => {
  const data = packTwoClasses(5000)
  const order = orderOf(data, base, { epochs: 3 })
  const reports = await runEngine(order, (report, engine) => {
    if (report.kind === 'points' && report.progress.phase === 'features')
      engine.order({ kind: 'stop', pause: true })
  })
  expect(reports.at(-1)).toMatchObject({ kind: 'trained', status: 'paused' })
  expect(epochs(reports)).toEqual([])
  expect(readdirSync(data.data).filter((name) => name.startsWith('features-'))).toEqual([])
  const resumed = await runEngine({ ...order, resume: true })
  expect(epochs(resumed)).toHaveLength(3)
})
