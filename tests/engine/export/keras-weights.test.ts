import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu'
import { afterAll, expect, test } from 'vitest'
import { readKerasModel } from '../../../contract/model/keras-json.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'
import { loadGivenWeights } from '../../../engine/export/given-weights.ts'
import { readSafetensors, writeSafetensors } from '../../../engine/export/safetensors.ts'
import { namedWeights } from '../../../engine/export/weight-paths.ts'
import { loadWeights, saveWeights } from '../../../engine/export/weights.ts'
import { buildModel } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import type { Rows } from '../packed-rows.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)
const folder = fileURLToPath(new URL('../../reference/models/', import.meta.url))
const aside = mkdtempSync(join(tmpdir(), 'lathe-weights-test-'))
afterAll(() => rmSync(aside, { recursive: true, force: true }))

/** What tests/reference/make_models.py wrote down from Keras. */
interface Reference {
  paths: string[]
  parameters: number
  inputs: Rows[]
  outputs: Rows[]
}
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
const reference = (name: string): Reference => read(`${name}.outputs.json`)

function build(json: string, seed = 7): LayersModel {
  return buildModel(buildContext(tf, seed), readKerasModel(read(json), json).keras)
}

/** The largest difference between what the model gives and what Keras gave. */
function worst(model: LayersModel, { inputs, outputs }: Pick<Reference, 'inputs' | 'outputs'>): number {
  const given = inputs.map(({ values, shape }) => tf.tensor(values, shape))
  const found = [model.predict(given.length === 1 ? (given[0] as Tensor) : given)].flat() as Tensor[]
  expect(found.map(({ shape }) => shape)).toEqual(outputs.map(({ shape }) => shape))
  return Math.max(
    ...found.flatMap((output, at) =>
      Array.from(output.dataSync(), (value, index) =>
        Math.abs(value - (outputs[at]?.values[index] as number)),
      ),
    ),
  )
}

for (const name of ['picture', 'sequence', 'shared', 'joined']) {
  for (const ending of ['.weights.h5', '.keras']) {
    test(`${name}${ending} that Keras wrote gives the outputs of Keras`, async () => {
      const model = build(`${name}.json`)
      expect(worst(model, reference(name))).toBeGreaterThan(1e-3)
      await loadGivenWeights(tf, model, join(folder, name + ending))
      expect(worst(model, reference(name))).toBeLessThan(1e-5)
    })
  }

  test(`${name}: weights are named by the paths of Keras's variables, and as many as Keras counts`, () => {
    const { paths, parameters } = reference(name)
    const model = build(`${name}.json`)
    expect(
      namedWeights(model)
        .map((weight) => weight.name)
        .sort(),
    ).toEqual(paths.toSorted())
    expect(model.countParams()).toBe(parameters)
  })
}

test('An .h5 file that Keras 2 wrote gives the outputs of Keras 2', async () => {
  const model = build('keras2-sequence.json')
  await loadGivenWeights(tf, model, join(folder, 'keras2-sequence.h5'))
  expect(worst(model, reference('keras2-sequence'))).toBeLessThan(1e-5)
})

test('What is kept is read again, and so is what earlier versions kept under other names', async () => {
  const model = build('sequence.json')
  await loadGivenWeights(tf, model, join(folder, 'sequence.keras'))
  const path = join(aside, 'weights.safetensors')
  saveWeights(model, path)
  const kept = readSafetensors(path)
  const earlier = new Map(
    namedWeights(model).map(({ name, earlierName }) => [earlierName, kept.get(name) as never]),
  )
  expect([...earlier.keys()]).toContain('both_ways/kernel_1')
  writeSafetensors(join(aside, 'earlier.safetensors'), earlier)
  for (const file of ['weights.safetensors', 'earlier.safetensors']) {
    const again = build('sequence.json', 8)
    loadWeights(tf, again, join(aside, file))
    expect(worst(again, reference('sequence'))).toBeLessThan(1e-5)
  }
})

test('Weights of another model, and a file that holds none, are refused by name', async () => {
  const model = build('picture.json')
  await expect(loadGivenWeights(tf, model, join(folder, 'joined.weights.h5'))).rejects.toMatchObject({
    code: 'engine.weights-differ',
    values: { weight: 'conv/kernel', expected: '[3,3,2,3]', found: 'nothing' },
  })
  const cut = join(aside, 'cut.weights.h5')
  copyFileSync(join(folder, 'picture.weights.h5'), cut)
  writeFileSync(cut, readFileSync(cut).subarray(0, 1000))
  await expect(loadGivenWeights(tf, model, cut)).rejects.toMatchObject({ code: 'engine.weights-unreadable' })
})

/** The template of VGG16 for small pictures with a thirty-second of its filters, whole or up to the end of its base. */
function smallVgg(whole: boolean): LayersModel {
  const picture = { size: { height: 32, width: 32 }, channels: 3 }
  const facts = { imageShape: null, features: 0, classes: 2, task: 'classification' as const, picture }
  const { keras } = buildTemplate('vgg16-photo-classifier', facts)
  const base = keras.config.layers.findIndex(({ name }) => name === 'block5_pool')
  const layers = keras.config.layers.slice(0, whole ? undefined : base + 1).map((layer) => ({
    ...layer,
    config: {
      ...layer.config,
      ...(layer.config.filters ? { filters: Number(layer.config.filters) / 32 } : {}),
    },
  }))
  const end = [[layers.at(-1)?.name ?? '', 0, 0]] as [[string, number, number]]
  return buildModel(buildContext(tf, 7), {
    ...keras,
    config: { ...keras.config, layers, output_layers: end },
  })
}

test.each(['old-vgg16.h5', 'vgg16.weights.h5', 'vgg16.keras'])(
  "%s gives the template of VGG16 the outputs of Keras's, and its own layers stay as they were drawn",
  async (file) => {
    const model = smallVgg(false)
    await loadGivenWeights(tf, model, join(folder, file))
    expect(worst(model, reference('vgg16'))).toBeLessThan(1e-5)
    const { taken, drawn } = await loadGivenWeights(tf, smallVgg(true), join(folder, file))
    expect([taken.length, drawn]).toEqual([13, ['dense', 'output']])
  },
)

test('a frozen layer that the file does not have is refused: it would never learn anything', async () => {
  const model = smallVgg(true)
  const dense = model.layers.find(({ name }) => name === 'dense')
  if (dense) dense.trainable = false
  await expect(loadGivenWeights(tf, model, join(folder, 'old-vgg16.h5'))).rejects.toMatchObject({
    code: 'engine.weights-differ',
    values: { weight: 'dense/kernel', found: 'nothing' },
  })
})
