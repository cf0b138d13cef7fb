import type { Dataset } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Pipeline } from '../pipeline.ts'
import type { Source } from '../source.ts'
import { segmentFor, tokensOf, vocabularyOf } from './text-vectorization.ts'

/** Words that come once in a text this long would fill memory; the rarest are forgotten beyond it. */
const mostCounted = 2_000_000
/** Keras has no default; long enough for a message or the beginning of a review. */
const usualLength = 200

/**
 * The vocabulary of the texts that are trained on. `words`: the Embedding's input_dim, with padding and unknown counted;
 * `asked`: the Input's shape without the items axis.
 * @throws Fault `data.text-model`
 */
export async function fitTexts(
  dataset: Dataset,
  train: Source,
  asked: (number | null)[],
  words: number | null,
  held: Uint8Array,
): Promise<Pipeline['input']> {
  const column = dataset.columns.find(({ role }) => role === 'feature')?.name ?? null
  if (asked.length !== 1 || words === null) throw new Fault('data.text-model', { name: dataset.name })
  const counts = new Map<string, number>()
  let row = 0
  const head: string[] = []
  for await (const text of train.texts(column)) if (head.push(text) >= 200) break
  const segment = segmentFor(head)
  for await (const text of train.texts(column)) {
    if (held[row++]) continue
    for (const token of tokensOf(text, segment)) counts.set(token, (counts.get(token) ?? 0) + 1)
    if (counts.size > mostCounted) for (const [token, count] of counts) if (count === 1) counts.delete(token)
  }
  const vocabulary = vocabularyOf(counts, words)
  // Zeros in front, as Keras's pad_sequences puts them: behind the words a recurrent layer without a mask would forget them.
  return { kind: 'text', column, vocabulary, segment, padding: 'pre', shape: [asked[0] ?? usualLength] }
}
