import type { Source } from '../packed/source.ts'
import type { TextInput } from '../pipeline/pipeline.ts'
import { tokenNumbers, tokensOf, writeCounts, writeTokens } from './text-vectorization.ts'

/** Writes the tokens of a part's texts, each at its place: numbers, int32 [items, length], or counts, float32 [items, tokens]. */
export async function writeTexts(
  source: Source,
  input: TextInput,
  put: (bytes: Uint8Array, at: number) => Promise<void>,
  done: (items: number) => void,
): Promise<void> {
  const vectorize = textVectorizer(input)
  let at = 0
  for await (const text of source.texts(input.column)) {
    const row = vectorize(text)
    await put(new Uint8Array(row.buffer), at)
    at += row.byteLength
    done(1)
  }
}

/** What makes a text's row; the same array each time. */
export function textVectorizer(input: TextInput): (text: string) => Int32Array | Float32Array {
  const { vocabulary, segment, standardize, ngrams, outputMode, padding, weights } = input
  const length = input.shape[0] ?? 0
  const tokens = (text: string) => tokensOf(text, segment, standardize, ngrams)
  if (outputMode === 'int') {
    const numbers = tokenNumbers(vocabulary)
    const row = new Int32Array(length)
    return (text) => {
      writeTokens(tokens(text), numbers, padding, row)
      return row
    }
  }
  const numbers = tokenNumbers(vocabulary, 1)
  const row = new Float32Array(length)
  return (text) => {
    writeCounts(tokens(text), numbers, outputMode, weights, row)
    return row
  }
}
