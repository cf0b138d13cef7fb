import { expect, test } from 'vitest'
import { templatesFor } from '../../../renderer/train/template-choice.ts'

const photos = {
  kind: 'image-folder' as const,
  task: 'classification' as const,
  columns: [],
  imageShape: null,
  items: 82,
  classes: ['ants', 'bees'],
}

test('a few photos are best learnt on a base that knows photos', () => {
  expect(templatesFor(photos)[0]).toBe('pretrained-photo-classifier')
  expect(templatesFor({ ...photos, imageShape: [240, 320, 3] })[0]).toBe('pretrained-photo-classifier')
})

test('pictures of one class are best learnt by giving them back', () => {
  expect(templatesFor({ ...photos, classes: ['ants'] })[0]).toBe('cnn-image-autoencoder')
})

test('many photos, small pictures and digits get a network of their own first, and a base after it', () => {
  for (const other of [{ items: 50_000 }, { imageShape: [28, 28, 1] }, { kind: 'idx' as const }]) {
    const [first, second] = templatesFor({ ...photos, ...other })
    expect([first, second]).toEqual(['cnn-image-classifier', 'pretrained-photo-classifier'])
  }
})
