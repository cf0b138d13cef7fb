import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { kerasCode } from '../../../contract/graph/keras-code.ts'
import { readKerasModel } from '../../../contract/model/keras-json.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'

const chain = (kind: string, name: string, settings = {}) =>
  kerasCode(
    chainLayers('m', [
      { kind: 'InputLayer', name: 'x', settings: { batch_shape: [null, 12, 4] } },
      { kind, name, settings },
    ]),
  )

test('the code of a template says what Keras has to be told and no default', () => {
  expect(kerasCode(buildTemplate('lstm-sequence-classifier', null)).split('\n').slice(2, 6)).toEqual([
    'input_1 = keras.Input(shape=(200,), name="input")',
    'embedding = keras.layers.Embedding(input_dim=10000, output_dim=64, name="embedding")(input_1)',
    'lstm = keras.layers.LSTM(units=128, name="lstm")(embedding)',
    'output = keras.layers.Dense(units=1, activation="sigmoid", name="output")(lstm)',
  ])
})

test('a shared layer is made once and called for each of its calls', () => {
  const file = fileURLToPath(new URL('../../reference/models/shared.json', import.meta.url))
  const code = kerasCode(readKerasModel(JSON.parse(readFileSync(file, 'utf8')), 'shared'))
  expect(code.match(/keras\.layers\.Conv2D\(/g)).toHaveLength(1)
  expect(code).toContain('look_0 = look(left)\n')
  expect(code).toContain('look_1 = look(right)\n')
  expect(code).toContain('([look_0, look_1])')
  expect(code).toContain('keras.Model([left, right], [kind, size]')
})

test('arguments that have no default in Keras are said even where they are Lathe’s', () => {
  expect(chain('MultiHeadAttention', 'm')).toMatch(
    /MultiHeadAttention\(num_heads=\d+, key_dim=\d+, name="m"\)/,
  )
  expect(chain('AveragePooling1D', 'pool')).toContain('AveragePooling1D(pool_size=')
  expect(chain('Conv1D', 'conv')).toMatch(/Conv1D\(filters=\d+, kernel_size=/)
})

test('a name that Python keeps for itself is not a variable, and an op is a function', () => {
  expect(chain('Dense', 'while')).toContain('while_1 = keras.layers.Dense(units=64, name="while")(x)')
  expect(chain('Cumsum', 'so far', { axis: 1 })).toContain('so_far = keras.ops.cumsum(x, axis=1)')
})

/** The line of the code that makes a layer of a golden model. */
const lineOf = (golden: string, kind: string) => {
  const file = fileURLToPath(new URL(`../../reference/golden/${golden}.json`, import.meta.url))
  const { keras } = JSON.parse(readFileSync(file, 'utf8'))
  return kerasCode(readKerasModel(keras, golden))
    .split('\n')
    .find((line) => line.includes(kind))
}

test('what attention is given is said by name where its place does not, and so are its switches', () => {
  const attention = 'MultiHeadAttention'
  expect(lineOf('attention_mask', attention)).toMatch(/\)\((\w+), \1, attention_mask=repeat_vector\w*\)$/)
  expect(lineOf('cross_attention', attention)).toMatch(/\)\(\w+, \w+, \w+\)$/)
  expect(lineOf('causal_attention', attention)).toMatch(/\)\((\w+), \1, use_causal_mask=True\)$/)
})
