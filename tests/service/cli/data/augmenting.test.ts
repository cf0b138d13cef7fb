import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Augmentation } from '../../../../contract/data/augmentation.ts'
import type { TrainingSettings } from '../../../../contract/training/training.ts'
import { runLathe } from '../run-lathe.ts'

let home: string
let pictures: string
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-augment-'))
  pictures = join(home, 'greys')
  for (const [name, grey] of [
    ['dark', 40],
    ['light', 200],
  ] as const) {
    mkdirSync(join(pictures, name), { recursive: true })
    for (let number = 0; number < 12; number++) {
      // Darker to the left: turning it shows.
      const bytes = Uint8Array.from({ length: 144 }, (_, pixel) => grey + number + (pixel % 12) * 3)
      await sharp(bytes, { raw: { width: 12, height: 12, channels: 1 } })
        .png()
        .toFile(join(pictures, name, `${number}.png`))
    }
  }
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const settings = { rotation_range: 20, brightness_range: [0.9, 1.1] }
const train = (...more: string[]) =>
  runLathe(home, [
    ...['train', '--data', pictures, '--model', 'cnn-image-classifier', '--epochs', '1', '--seed', '1'],
    ...more,
  ])
test('what is kept with a data set goes with its runs, what a file says with one of them', async () => {
  const file = join(home, 'settings.json')
  writeFileSync(file, JSON.stringify(settings))
  const { last: imported } = await runLathe(home, ['import', pictures])
  const kept = await runLathe(home, ['data', 'augment', 'greys', '--preset', 'light'])
  expect(kept.last).toMatchObject({
    dataset: imported.dataset,
    version: 2,
    augmentation: { zoom_range: 0.1 },
  })
  const [own, given] = [await train(), await train('--augment', file)]
  for (const { last } of [own, given]) expect(last).toMatchObject({ status: 'finished', compiled: true })
  const { lines: runs } = await runLathe(home, ['runs'])
  const recorded = (run: unknown) => {
    const settings = runs.find(({ id }) => id === run)?.settings as TrainingSettings | undefined
    return settings?.augmentation
  }
  expect(recorded(own.last.run)).toEqual(kept.last.augmentation)
  expect(recorded(given.last.run)).toEqual(Augmentation.parse(settings))
  const [one, other] = [own, given].map(({ lines }) => lines.find(({ event }) => event === 'epoch')?.loss)
  expect(one).not.toBe(other)
}, 180_000)

test('a setting that is out of its range ends with 2 and is named', async () => {
  const file = join(home, 'wrong.json')
  writeFileSync(file, JSON.stringify({ rotation_range: 400 }))
  const { code, errors, last } = await train('--augment', file)
  expect(code).toBe(2)
  expect(`${errors} ${JSON.stringify(last)}`).toContain('rotation_range')
}, 60_000)
