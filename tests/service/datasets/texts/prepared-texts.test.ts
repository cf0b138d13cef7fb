import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Recipe } from '../../../../contract/data/preprocessing.ts'
import type { Source } from '../../../../service/datasets/packed/source.ts'
import { fitTexts } from '../../../../service/datasets/texts/fit-texts.ts'
import { textVectorizer } from '../../../../service/datasets/texts/write-texts.ts'

interface TextCase {
  standardize: string
  split: string
  ngrams: number | null
  output_mode: 'int' | 'multi_hot' | 'count' | 'tf_idf'
  vocabulary: string[]
  rows: number[][]
}
const { texts, text_cases: cases }: { texts: string[]; text_cases: TextCase[] } = JSON.parse(
  readFileSync(new URL('../../../reference/data/preprocessing.json', import.meta.url), 'utf8'),
)

/** What `fitTexts` needs of a data set and of a source of these texts. */
const of = (text: object) => ({
  dataset: { name: 't', columns: [], preprocessing: Recipe.parse({ text }) } as never,
  source: {
    async *texts() {
      yield* texts
    },
  } as unknown as Source,
})

test.each(cases)(
  "$standardize, $split, ngrams $ngrams, $output_mode equals Keras's TextVectorization",
  async (one) => {
    const recipe = {
      ...{ standardize: one.standardize, split: one.split, ngrams: one.ngrams, outputMode: one.output_mode },
      ...{ maxTokens: 12, padding: 'post' },
    }
    const { dataset, source } = of(recipe)
    const int = one.output_mode === 'int'
    const held = new Uint8Array(texts.length)
    const input = await fitTexts(dataset, source, [int ? 8 : 12], int ? 100 : null, held)
    expect(input.vocabulary).toEqual(one.vocabulary)
    const vectorize = textVectorizer(input)
    // Keras adds up in float32, so sums agree to that many digits.
    for (const [at, text] of texts.entries())
      for (const [place, value] of [...vectorize(text)].entries()) {
        const wanted = one.rows[at]?.[place] as number
        expect(Math.abs(value - wanted), `${text} at ${place}`).toBeLessThanOrEqual(
          1e-6 * Math.max(1, wanted),
        )
      }
  },
)

test('texts that are counted do not fit a model that looks words up', async () => {
  const { dataset, source } = of({ outputMode: 'count', maxTokens: 50 })
  const held = new Uint8Array(texts.length)
  await expect(fitTexts(dataset, source, [200], 1000, held)).rejects.toMatchObject({
    code: 'prepare.text-input',
  })
})
