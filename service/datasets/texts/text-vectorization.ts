/**
 * Text to token numbers or counts as Keras's TextVectorization does it (keras.layers.TextVectorization): ASCII letters
 * lowered, punctuation stripped, split at white space or into characters. `int`: 0 pads, 1 is a word not in the vocabulary.
 */
import type { TextRecipe } from '../../../contract/data/preprocessing.ts'

export type Segment = 'whitespace' | 'words' | 'character'
export type Standardize = TextRecipe['standardize']

// keras/src/layers/preprocessing/text_vectorization.py: DEFAULT_STRIP_REGEX is the first line; the second is Chinese.
const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g
const widePunctuation = /[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’—…·]/g
const words = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The tokens of a text. `words`: for languages that write them without spaces, by the Unicode rules and dictionaries of ICU.
 * `ngrams`: runs of 2 to so many tokens follow the single ones, as tf.strings.ngrams gives them.
 */
export function tokensOf(
  text: string,
  segment: Segment,
  standardize: Standardize = 'lower_and_strip_punctuation',
  ngrams: number | null = null,
): string[] {
  const strip = standardize === 'strip_punctuation' || standardize === 'lower_and_strip_punctuation'
  const lower = standardize === 'lower' || standardize === 'lower_and_strip_punctuation'
  const cased = lower ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text
  const plain = strip ? cased.replace(punctuation, '') : cased
  const tokens = parted(plain, segment, strip)
  if (ngrams === null) return tokens
  const all = [...tokens]
  for (let width = 2; width <= ngrams; width++)
    for (let from = 0; from + width <= tokens.length; from++)
      all.push(tokens.slice(from, from + width).join(' '))
  return all
}

function parted(text: string, segment: Segment, strip: boolean): string[] {
  if (segment === 'character') return Array.from(text)
  const spaced =
    segment === 'words'
      ? Array.from(
          words.segment(strip ? text.replace(widePunctuation, ' ') : text),
          ({ segment: word }) => word,
        ).join(' ')
      : text
  return spaced.split(/[ \t\n\v\f\r]+/).filter(Boolean)
}

/** Whether texts are written in Chinese or Japanese for a good part, so that white space does not part their words. */
export function segmentFor(texts: readonly string[]): 'whitespace' | 'words' {
  const all = texts.join('')
  const han = all.match(/[\u3040-\u30ff\u4e00-\u9fff]/g)?.length ?? 0
  return han > all.length / 5 ? 'words' : 'whitespace'
}

/**
 * The commonest words, as Keras adapts: the commoner first, of equally common ones the later by code point. Of `most` tokens
 * `reserved` are none: padding and unknown of `int`, unknown alone of the others.
 */
export function vocabularyOf(counts: Map<string, number>, most: number, reserved = 2): string[] {
  return [...counts]
    .sort(([a, many], [b, few]) => few - many || Buffer.compare(Buffer.from(b), Buffer.from(a)))
    .slice(0, Math.max(0, most - reserved))
    .map(([word]) => word)
}

/**
 * What a word counts in `tf_idf`: log(1 + texts / (1 + texts with the word)) (IndexLookup of Keras), unknown words the mean of
 * that, which stands in front.
 */
export function inverseDocumentFrequencies(
  vocabulary: string[],
  textsWith: Map<string, number>,
  texts: number,
): number[] {
  const own = vocabulary.map((word) => Math.log(1 + texts / (1 + (textsWith.get(word) ?? 0))))
  const mean = own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length)
  return [mean, ...own]
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

/** Writes how often each token comes into `into` [tokens], unknown ones at 0: whether at all, how often, or what it weighs. */
export function writeCounts(
  tokens: string[],
  numbers: Map<string, number>,
  mode: 'multi_hot' | 'count' | 'tf_idf',
  weights: readonly number[],
  into: Float32Array,
): void {
  into.fill(0)
  for (const token of tokens) {
    const place = numbers.get(token) ?? 0
    const weight = mode === 'tf_idf' ? (weights[place] ?? 0) : 1
    into[place] = mode === 'multi_hot' ? 1 : (into[place] ?? 0) + weight
  }
}

/** The number of each word: the first of the vocabulary has the number `first`. */
export const tokenNumbers = (vocabulary: string[], first = 2) =>
  new Map(vocabulary.map((word, index) => [word, index + first]))
