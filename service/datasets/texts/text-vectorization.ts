/**
 * Text to token numbers as Keras's TextVectorization with its defaults does it (keras.layers.TextVectorization, output_mode
 * "int"): ASCII letters lowered, punctuation stripped, split at white space; 0 pads, 1 is a word not in the vocabulary.
 */
export type Segment = 'whitespace' | 'words'

// keras/src/layers/preprocessing/text_vectorization.py: DEFAULT_STRIP_REGEX is the first line; the second is Chinese.
const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g
const widePunctuation = /[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’—…·]/g
const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a text. `words`: for languages that write them without spaces, by the Unicode rules and dictionaries of ICU. */
export function tokensOf(text: string, segment: Segment): string[] {
  const lowered = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()).replace(punctuation, '')
  const spaced =
    segment === 'words'
      ? Array.from(words.segment(lowered.replace(widePunctuation, ' ')), ({ segment: word }) => word).join(
          ' ',
        )
      : lowered
  return spaced.split(/[ \t\n\v\f\r]+/).filter(Boolean)
}

/** Whether texts are written in Chinese or Japanese for a good part, so that white space does not part their words. */
export function segmentFor(texts: readonly string[]): Segment {
  const all = texts.join('')
  const han = all.match(/[\u3040-\u30ff\u4e00-\u9fff]/g)?.length ?? 0
  return han > all.length / 5 ? 'words' : 'whitespace'
}

/** The `most` - 2 commonest words, as Keras adapts: the commoner first, of equally common ones the later by code point. */
export function vocabularyOf(counts: Map<string, number>, most: number): string[] {
  return [...counts]
    .sort(([a, many], [b, few]) => few - many || Buffer.compare(Buffer.from(b), Buffer.from(a)))
    .slice(0, Math.max(0, most - 2))
    .map(([word]) => word)
}

/** Where the zeros of a short text stand. */
export type Padding = 'pre' | 'post'

/** Writes a text's token numbers into `into` [length]: what is too long loses its end, what is short is filled up with 0. */
export function writeTokens(
  tokens: string[],
  numbers: Map<string, number>,
  padding: Padding,
  into: Int32Array,
): void {
  into.fill(0)
  const kept = tokens.slice(0, into.length)
  const first = padding === 'pre' ? into.length - kept.length : 0
  for (const [index, token] of kept.entries()) into[first + index] = numbers.get(token) ?? 1
}

/** The number of each word: the first of the vocabulary is 2. */
export const tokenNumbers = (vocabulary: string[]) =>
  new Map(vocabulary.map((word, index) => [word, index + 2]))
