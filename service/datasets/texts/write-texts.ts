import type { Pipeline } from '../pipeline.ts'
import type { Source } from '../source.ts'
import { tokenNumbers, tokensOf, writeTokens } from './text-vectorization.ts'

/** Writes the token numbers of a part's texts, int32 [items, length], each at its place. */
export async function writeTexts(
  source: Source,
  input: Extract<Pipeline['input'], { kind: 'text' }>,
  put: (bytes: Uint8Array, at: number) => Promise<void>,
  done: (items: number) => void,
): Promise<void> {
  const numbers = tokenNumbers(input.vocabulary)
  const row = new Int32Array(input.shape[0] ?? 0)
  let at = 0
  for await (const text of source.texts(input.column)) {
    writeTokens(tokensOf(text, input.segment), numbers, input.padding, row)
    await put(new Uint8Array(row.buffer), at)
    at += row.byteLength
    done(1)
  }
}
