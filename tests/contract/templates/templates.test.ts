import { expect, test } from 'vitest'
import { embeddingWords } from '../../../contract/graph/embedding-words.ts'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { callsOf } from '../../../contract/graph/layer-calls.ts'
import { buildTemplate, templateNames } from '../../../contract/templates/templates.ts'

const text = { imageShape: null, features: 0, classes: 4, task: 'classification' as const }

test.each(templateNames)('%s has no fault, and no two layers in one place of the canvas', (name) => {
  const document = buildTemplate(name, null)
  expect(inferShapes(document).faults).toEqual([])
  const places = Object.values(document.canvas.positions).map(({ x, y }) => `${x} ${y}`)
  expect(places).toHaveLength(document.keras.config.layers.length)
  expect(new Set(places).size).toBe(places.length)
})

test('the Transformer attends from its words to the same words, and goes around attention', () => {
  const { keras } = buildTemplate('transformer-text-classifier', text)
  const takenBy = (name: string) =>
    callsOf(keras.config.layers.find((layer) => layer.name === name) as never).map((call) =>
      call.map(({ layer }) => layer),
    )
  expect(takenBy('multi_head_attention')).toEqual([['add', 'add']])
  expect(takenBy('add_1')).toEqual([['add', 'dropout']])
})

test('the words of a text model are those of its table of words, not of its table of places', () => {
  expect(embeddingWords(buildTemplate('transformer-text-classifier', text))).toBe(10_000)
  expect(embeddingWords(buildTemplate('lstm-sequence-classifier', text))).toBe(10_000)
  expect(embeddingWords(buildTemplate('tabular-classifier', null))).toBeNull()
})

test('a text model ends in one sigmoid unit for two classes, and in softmax for more', () => {
  const endOf = (classes: number) =>
    buildTemplate('transformer-text-classifier', { ...text, classes }).keras.config.layers.at(-1)?.config
  expect(endOf(2)).toMatchObject({ units: 1, activation: 'sigmoid' })
  expect(endOf(4)).toMatchObject({ units: 4, activation: 'softmax' })
})
