import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  segmentFor,
  tokenNumbers,
  tokensOf,
  vocabularyOf,
  writeTokens,
} from '../../../../service/datasets/texts/text-vectorization.ts'

interface Golden {
  texts: string[]
  cases: { max_tokens: number; length: number; vocabulary: string[]; tokens: number[][] }[]
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../reference/data/text-vectorization.json', import.meta.url), 'utf8'),
)

test.each(golden.cases)("vocabulary and token numbers equal Keras's with $max_tokens tokens", (one) => {
  const counts = new Map<string, number>()
  for (const text of golden.texts)
    for (const token of tokensOf(text, 'whitespace')) counts.set(token, (counts.get(token) ?? 0) + 1)
  const vocabulary = vocabularyOf(counts, one.max_tokens)
  expect(['', '[UNK]', ...vocabulary]).toEqual(one.vocabulary)
  const numbers = tokenNumbers(vocabulary)
  const rows = golden.texts.map((text) => {
    const row = new Int32Array(one.length)
    writeTokens(tokensOf(text, 'whitespace'), numbers, 'post', row)
    return [...row]
  })
  expect(rows).toEqual(one.tokens)
})

test('zeros may stand in front, and what is too long loses its end', () => {
  const numbers = tokenNumbers(['a', 'b'])
  const row = new Int32Array(4)
  writeTokens(['a', 'x', 'b'], numbers, 'pre', row)
  expect([...row]).toEqual([0, 2, 1, 3])
  writeTokens(['a', 'a', 'a', 'b', 'x'], numbers, 'pre', row)
  expect([...row]).toEqual([2, 2, 2, 3])
})

test('Chinese is parted into words, and its punctuation is left out', () => {
  const texts = ['今天天气很好，我们去公园吧。', '这部电影不好看']
  expect(segmentFor(texts)).toBe('words')
  expect(tokensOf(texts[0] as string, 'words')).toEqual(['今天', '天气', '很好', '我们', '去', '公园', '吧'])
  expect(segmentFor(['plain English, 100%'])).toBe('whitespace')
})
