import { expect, test } from 'vitest'
import { Augmentation } from '../../../contract/data/augmentation.ts'
import { drawFrom } from '../../../engine/augment/draw.ts'
import { varyWords } from '../../../engine/augment/words.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'

const tf = loadTensorFlow()
const length = 20
const words = Array.from({ length: 15 }, (_, index) => index + 2)
const padding = new Array<number>(5).fill(0)

/** 200 times the same text, varied. */
function varied(given: Partial<Augmentation>, text: number[]): number[][] {
  const texts = tf.tensor2d(new Array<number[]>(200).fill(text))
  const draw = drawFrom(buildContext(tf, 6))
  return varyWords(tf, draw, Augmentation.parse(given), texts).arraySync() as number[][]
}

test.each([
  ['behind', [...words, ...padding]],
  ['in front', [...padding, ...words]],
])('words are left out in their order, and the zeros stay %s', (_side, text) => {
  const found = varied({ word_drop: 0.3 }, text)
  let left = 0
  for (const row of found) {
    expect(row).toHaveLength(length)
    const kept = row.filter((word) => word > 0)
    expect(kept).toEqual([...kept].sort((a, b) => a - b))
    const filled = new Array<number>(length - kept.length).fill(0)
    expect(row).toEqual(text[0] === 0 ? [...filled, ...kept] : [...kept, ...filled])
    left += kept.length
  }
  expect(left / (200 * words.length)).toBeCloseTo(0.7, 1)
})

test.each([[[...words, ...padding]], [[...padding, ...words]]])(
  'words change places with a neighbour and none is lost',
  (text) => {
    const found = varied({ word_swap: 0.2 }, text)
    const first = text.indexOf(2)
    for (const row of found) {
      expect([...row].sort((a, b) => a - b)).toEqual([...text].sort((a, b) => a - b))
      for (const [place, word] of row.entries())
        if (word > 0) expect(Math.abs(place - first - (word - 2))).toBeLessThanOrEqual(words.length)
    }
    const moved = found.flat().filter((word, index) => word !== text[index % length]).length
    expect(moved / (200 * words.length)).toBeGreaterThan(0.2)
    expect(moved / (200 * words.length)).toBeLessThan(0.45)
  },
)

test('a text that would lose its last word keeps it', () => {
  const found = varied({ word_drop: 0.9 }, [7, ...new Array<number>(19).fill(0)])
  expect(new Set(found.map(([word]) => word))).toEqual(new Set([7]))
})
