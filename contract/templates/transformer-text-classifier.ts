import { dense, input, labelOut, type Template } from './pieces.ts'

/** Words that are read of a text, the table of words, and the size of what stands for a word (d_model). */
const usualSteps = 200
const usualWords = 10000
const width = 64
const heads = 2
const rate = 0.1

/**
 * One encoder block of Vaswani et al. (2017) over words and their places, as keras.io has it in "Text classification with
 * Transformer": attention and two Dense layers, each added to what it was given and normalized, and the mean over the words.
 * A word's place is counted from the text's first word: every number of a word is brought down to 1 and added up, and the
 * padding in front stays at place 0. So both Embedding layers mask the padding, which would outweigh the words of a short
 * text in the mean. The way around attention and Dense layers stands in the first column, these in the second.
 */
export const transformerTextClassifier: Template = (facts) => [
  input([facts?.text?.length ?? usualSteps]),
  {
    kind: 'Embedding',
    name: 'embedding',
    settings: { input_dim: facts?.text?.words ?? usualWords, output_dim: width, mask_zero: true },
    row: 3,
  },
  { kind: 'ReLU', name: 'is_word', settings: { max_value: 1 }, from: ['input'], column: 1, row: 1 },
  { kind: 'Cumsum', name: 'place_of_word', column: 1, row: 2 },
  {
    kind: 'Embedding',
    name: 'position_embedding',
    settings: { input_dim: (facts?.text?.length ?? usualSteps) + 1, output_dim: width, mask_zero: true },
    column: 1,
    row: 3,
  },
  { kind: 'Add', name: 'add', from: ['embedding', 'position_embedding'], row: 4 },
  {
    kind: 'MultiHeadAttention',
    name: 'multi_head_attention',
    settings: { num_heads: heads, key_dim: width / heads, value_dim: width / heads },
    from: ['add', 'add'],
    column: 1,
    row: 5,
  },
  { kind: 'Dropout', name: 'dropout', settings: { rate }, column: 1, row: 6 },
  { kind: 'Add', name: 'add_1', from: ['add', 'dropout'], row: 7 },
  { kind: 'LayerNormalization', name: 'layer_normalization', row: 8 },
  { ...dense('dense', 2 * width, 'relu'), column: 1, row: 9 },
  { ...dense('dense_1', width, 'linear'), column: 1, row: 10 },
  { kind: 'Dropout', name: 'dropout_1', settings: { rate }, column: 1, row: 11 },
  { kind: 'Add', name: 'add_2', from: ['layer_normalization', 'dropout_1'], row: 12 },
  { kind: 'LayerNormalization', name: 'layer_normalization_1', row: 13 },
  { kind: 'GlobalAveragePooling1D', name: 'global_average_pooling1d', row: 14 },
  { kind: 'Dropout', name: 'dropout_2', settings: { rate }, row: 15 },
  { ...labelOut(facts), row: 16 },
]
