import type { Dataset } from '../../../contract/data/dataset.ts'
import { TextRecipe } from '../../../contract/data/preprocessing.ts'
import type { Source } from '../packed/source.ts'
import { fitTexts } from '../texts/fit-texts.ts'
import { tokenNumbers, tokensOf } from '../texts/text-vectorization.ts'
import type { Shown } from './shown.ts'

/** Texts that the vocabulary of a preview is learnt from. */
const mostRead = 5000
const textsShown = 6
const tokensShown = 60
/** Tokens in all where nothing says: as the templates' Embedding has it. */
const usualTokens = 10_000

/** The first texts of the train part and their tokens. */
export async function previewTexts(dataset: Dataset, train: Source, held: Uint8Array): Promise<Shown> {
  const recipe = dataset.preprocessing?.text ?? TextRecipe.parse({})
  const some = firstTexts(train, mostRead)
  const int = recipe.outputMode === 'int'
  const input = await fitTexts(dataset, some, [null], int ? (recipe.maxTokens ?? usualTokens) : null, held)
  const numbers = tokenNumbers(input.vocabulary, int ? 2 : 1)
  const unknown = int ? 1 : 0
  const texts: Shown['texts'] = []
  for await (const text of some.texts(input.column)) {
    const all = tokensOf(text, input.segment, input.standardize, input.ngrams)
    const kept = int ? all.slice(0, input.shape[0]) : all
    texts.push({
      before: text.slice(0, 1000),
      tokens: kept
        .slice(0, tokensShown)
        .map((token) => ({ text: token, number: numbers.get(token) ?? unknown })),
      count: all.length,
    })
    if (texts.length >= textsShown) break
  }
  return { shape: input.shape, texts, seen: some.count }
}

/** A source that ends after so many texts. */
function firstTexts(train: Source, most: number): Source {
  return {
    ...train,
    count: Math.min(train.count, most),
    async *texts(column) {
      let read = 0
      for await (const text of train.texts(column)) {
        if (read++ >= most) return
        yield text
      }
    },
  }
}
