import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { textPresets } from '../../../../contract/data/augmentation.ts'
import { shared } from '../../datasets/open-home.ts'
import { runLathe } from '../run-lathe.ts'

let home: string
let messages: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-augment-texts-'))
  messages = join(home, 'messages.tsv')
  // A part of the real ones, so that a training takes seconds.
  const lines = readFileSync(shared('text/SMSSpamCollection.tsv'), 'utf8').split('\n').slice(0, 1200)
  writeFileSync(messages, `${lines.join('\n')}\n`)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function train(...more: string[]) {
  const training = [
    '--data',
    messages,
    '--model',
    'transformer-text-classifier',
    '--epochs',
    '2',
    '--seed',
    '5',
  ]
  const { lines, last } = await runLathe(home, ['train', ...training, ...more])
  const epochs = lines.filter(({ event }) => event === 'epoch').map(({ seconds: _, ...metrics }) => metrics)
  return { epochs, last }
}

test('real messages are trained on with words left out and swapped: the same seed gives the same, and they are told apart', async () => {
  const file = join(home, 'words.json')
  writeFileSync(file, JSON.stringify({ word_drop: 0.1, word_swap: 0.1 }))
  const varied = await train('--augment', file)
  expect(varied.last).toMatchObject({ status: 'finished', compiled: true })
  expect(await train('--augment', file).then(({ epochs }) => epochs)).toEqual(varied.epochs)
  const plain = await train()
  expect(plain.epochs[0]?.loss).not.toBe(varied.epochs[0]?.loss)

  const { last: run } = await runLathe(home, ['run', varied.last.run as string])
  expect((run.settings as { augmentation: object }).augmentation).toEqual(textPresets.light)
  const [guess] = varied.last.baselines as { class: string; metrics: { accuracy: number } }[]
  expect(guess?.class).toBe('ham')
  const wrong = (accuracy: unknown) => 1 - (accuracy as number)
  expect(wrong(varied.epochs[1]?.val_accuracy)).toBeLessThan(wrong(guess?.metrics.accuracy) / 2)
}, 180_000)
