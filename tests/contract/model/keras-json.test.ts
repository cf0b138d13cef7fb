import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { callsOf, referencesOf } from '../../../contract/graph/layer-calls.ts'
import { readKerasModel, writeKerasJson } from '../../../contract/model/keras-json.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { buildTemplate, templateNames } from '../../../contract/templates/templates.ts'

const folder = new URL('../../reference/models/', import.meta.url)
const json = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
const open = (file: string) => readKerasModel(json(file), file)
/** What Keras read in the files that Lathe wrote: tests/reference/write-models.ts says how it is made again. */
const checked: { file: string; parameters: number; outputs: (number | null)[][]; layers: number }[] =
  json('checked.json')

const layerOf = (model: ModelDocument, name: string) =>
  model.keras.config.layers.find(
    (layer) => layer.name === name,
  ) as ModelDocument['keras']['config']['layers'][number]

describe.each(['shared.json', 'keras2-shared.json'])('%s', (file) => {
  test('Each call of a shared layer keeps what it takes, and what takes it keeps which call it takes', () => {
    const model = open(file)
    expect(callsOf(layerOf(model, 'look'))).toEqual([
      [{ layer: 'left', call: 0, output: 0 }],
      [{ layer: 'right', call: 0, output: 0 }],
    ])
    expect(callsOf(layerOf(model, 'both'))).toEqual([
      [
        { layer: 'look', call: 0, output: 0 },
        { layer: 'look', call: 1, output: 0 },
      ],
    ])
    expect(callsOf(layerOf(model, 'size'))).toEqual([[{ layer: 'twice', call: 1, output: 0 }]])
  })

  test('Several inputs and outputs are read, and the shapes are those of Keras', () => {
    const model = open(file)
    const { faults, total, shapes } = inferShapes(model)
    expect(faults).toEqual([])
    expect(total).toBe(json('shared.outputs.json').parameters)
    expect(shapes.both).toEqual([null, 6, 6, 8])
    expect(referencesOf(model.keras.config.input_layers).map(({ layer }) => layer)).toEqual(['left', 'right'])
    expect(referencesOf(model.keras.config.output_layers).map(({ layer }) => layer)).toEqual(['kind', 'size'])
  })
})

test.each(['sequence', 'picture', 'joined'])(
  '%s has the parameters that Keras counts, from Keras 2 and from Keras 3',
  (name) => {
    for (const file of [`${name}.json`, `keras2-${name}.json`]) {
      const { faults, total } = inferShapes(open(file))
      expect([file, faults]).toEqual([file, []])
      expect(total).toBe(json(`${name}.outputs.json`).parameters)
    }
  },
)

test('The layers by which Keras makes a mask are left to Keras', () => {
  const kinds = open('sequence.json').keras.config.layers.map((layer) => layer.class_name)
  expect(kinds).not.toContain('NotEqual')
})

test.each(['stacked.json', 'keras2-stacked.json'])(
  '%s, a sequential model, becomes a chain that begins with its input',
  (file) => {
    const model = open(file)
    expect(inferShapes(model).faults).toEqual([])
    expect(model.keras.config.layers.map((layer) => layer.class_name)).toEqual([
      'InputLayer',
      'Conv2D',
      'MaxPooling2D',
      'Flatten',
      'Dense',
    ])
  },
)

test('A model inside a model is refused by name', () => {
  expect(() => open('nested.json')).toThrow(
    expect.objectContaining({ code: 'model.nested', values: { layer: 'base', kind: 'Sequential' } }),
  )
})

test('A reference to a call that is not there, and a name given twice, are refused by name', () => {
  const broken = json('shared.json')
  broken.config.layers.find((layer: { name: string }) => layer.name === 'look').inbound_nodes.pop()
  expect(() => readKerasModel(broken, 'x')).toThrow(/call 1 of layer "look"/)
  const doubled = json('joined.json')
  doubled.config.layers.push(doubled.config.layers[1])
  expect(() => readKerasModel(doubled, 'x')).toThrow(/two layers are named "wide"/)
})

const written: Record<string, ModelDocument> = {
  ...Object.fromEntries(templateNames.map((name) => [`${name}.json`, buildTemplate(name, null)])),
  ...Object.fromEntries(
    [
      'shared.json',
      'sequence.json',
      'picture.json',
      'joined.json',
      'stacked.json',
      'keras2-shared.json',
      'keras2-sequence.json',
      'keras2-picture.json',
      'keras2-stacked.json',
    ].map((file) => [file, open(file)]),
  ),
}

test.each(checked)(
  'Keras reads $file as Lathe wrote it: the same parameters and outputs',
  ({ file, parameters, outputs }) => {
    const model = written[file] as ModelDocument
    const again = readKerasModel(JSON.parse(writeKerasJson(model)), model.name)
    expect(again.keras).toEqual(model.keras)
    const { total, shapes } = inferShapes(model)
    expect(total).toBe(parameters)
    expect(referencesOf(model.keras.config.output_layers).map(({ layer }) => shapes[layer])).toEqual(outputs)
  },
)
