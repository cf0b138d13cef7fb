import type { Dataset } from '../../../contract/data/dataset.ts'
import { TextRecipe } from '../../../contract/data/preprocessing.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Source } from '../packed/source.ts'
import type { TextInput } from '../pipeline/pipeline.ts'
import { inverseDocumentFrequencies, segmentFor, tokensOf, vocabularyOf } from './text-vectorization.ts'

/** Words that come once in a text this long would fill memory; the rarest are forgotten beyond it. */
const mostCounted = 2_000_000
/** Keras has no default; long enough for a message or the beginning of a review. */
const usualLength = 200
/** Tokens that are counted, where nothing says how many. */
const usualCounted = 1000

/**
 * The vocabulary of the texts that are trained on. `words`: the Embedding's input_dim, with padding and unknown counted;
 * `asked`: the Input's shape without the items axis.
 * @throws Fault `data.text-model`, `prepare.text-input`
 */
export async function fitTexts(
  dataset: Dataset,
  train: Source,
  asked: (number | null)[],
  words: number | null,
  held: Uint8Array,
): Promise<TextInput> {
  const column = dataset.columns.find(({ role, type }) => role === 'feature' && type === 'text')?.name ?? null
  const recipe = dataset.preprocessing?.text ?? TextRecipe.parse({})
  const { standardize, ngrams, outputMode, padding } = recipe
  const int = outputMode === 'int'
  if (asked.length !== 1 || (int && words === null))
    throw new Fault('data.text-model', { name: dataset.name })
  const most = int
    ? Math.min(words ?? 0, recipe.maxTokens ?? Number.POSITIVE_INFINITY)
    : (recipe.maxTokens ?? asked[0] ?? usualCounted)
  if (!int && (words !== null || (asked[0] ?? most) !== most))
    throw new Fault('prepare.text-input', {
      ...{ mode: outputMode, width: most },
      found: words === null ? `[${asked[0]}]` : 'word numbers (an Embedding)',
    })
  const head: string[] = []
  for await (const text of train.texts(column)) if (head.push(text) >= 200) break
  const segment = recipe.split === 'auto' ? segmentFor(head) : recipe.split
  const tokensIn = (text: string) => tokensOf(text, segment, standardize, ngrams)
  const inTexts = outputMode === 'tf_idf'
  const { counts, textsWith, texts } = await countTokens(train.texts(column), held, tokensIn, inTexts)
  const vocabulary = vocabularyOf(counts, most, int ? 2 : 1)
  return {
    ...{ kind: 'text', column, vocabulary, segment, padding, standardize, ngrams, outputMode },
    weights: inTexts ? inverseDocumentFrequencies(vocabulary, textsWith, texts) : [],
    shape: [int ? (asked[0] ?? recipe.length ?? usualLength) : most],
  }
}

/** How often each token comes in the texts that are not held out and, if `inTexts`, in how many of them it does. */
async function countTokens(
  texts: AsyncIterable<string>,
  held: Uint8Array,
  tokensIn: (text: string) => string[],
  inTexts: boolean,
): Promise<{ counts: Map<string, number>; textsWith: Map<string, number>; texts: number }> {
  const counts = new Map<string, number>()
  const textsWith = new Map<string, number>()
  const bump = (map: Map<string, number>, token: string) => map.set(token, (map.get(token) ?? 0) + 1)
  let row = 0
  let counted = 0
  for await (const text of texts) {
    if (held[row++]) continue
    counted++
    const tokens = tokensIn(text)
    for (const token of tokens) bump(counts, token)
    if (inTexts) for (const token of new Set(tokens)) bump(textsWith, token)
    if (counts.size > mostCounted) for (const [token, count] of counts) if (count === 1) counts.delete(token)
  }
  return { counts, textsWith, texts: counted }
}
