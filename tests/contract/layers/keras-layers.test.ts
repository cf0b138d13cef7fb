import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { demandedByKeras } from '../../../contract/graph/keras-code.ts'
import { layerConfig, layerKinds, moduleOf } from '../../../contract/layers/keras-defaults.ts'
import { activations, marginsOf } from '../../../contract/layers/layer-kind.ts'
import { readKerasModel, writeKerasJson } from '../../../contract/model/keras-json.ts'
import {
  defaultLearningRate,
  type OptimizerName,
  optimizerDefaults,
} from '../../../contract/training/optimizers.ts'

/** What tests/reference/make_layer_defaults.py wrote down from Keras. */
const golden = JSON.parse(
  readFileSync(new URL('../../reference/layers/layers.json', import.meta.url), 'utf8'),
) as {
  defaults: Record<string, { demanded: string[]; config: Record<string, unknown> }>
  configurations: Record<string, { keras: object; shape: (number | null)[]; parameters: number }>
  names: Record<'layers' | 'activations', string[]>
  optimizers: Record<string, Record<string, number | boolean | string | null>>
}

/** Settings that came to Keras lately. They are left out, as earlier versions of Keras 3 refuse what they do not know. */
const late: Record<string, unknown> = {
  input_axes: null,
  output_axes: null,
  use_gate: false,
  sliding_window: null,
  quantization_config: null,
  optional: false,
  renorm: false,
  renorm_clipping: null,
  renorm_momentum: 0.99,
  zero_output_for_mask: false,
}
/** Settings that Keras takes and leaves out where it writes a layer down. */
const unsaid = { Dense: 'activity_regularizer', SimpleRNN: 'seed' } as Record<string, string>

const withoutLate = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name, item]) => !(name in late && item === late[name]))
          .map(([name, item]) => [name, withoutLate(item)]),
      )

/** A layer's settings without what says nothing: one margin stands for both ends of an axis. */
function plainly(kind: string, { name: _, ...config }: Record<string, unknown>): Record<string, unknown> {
  const { [unsaid[kind] ?? '']: left, ...settings } = withoutLate(config) as Record<string, unknown>
  expect(left ?? null).toBeNull()
  const inner = settings.layer as { class_name: string; config: Record<string, unknown> } | undefined
  for (const margins of ['padding', 'cropping'])
    if (/(Padding|Cropping)[23]D/.test(kind) && settings[margins])
      settings[margins] = marginsOf(settings, margins, Number(kind.at(-2)))
  return inner && kind === 'TimeDistributed'
    ? { ...settings, layer: { ...inner, config: plainly(inner.class_name, inner.config) } }
    : settings
}

const kinds = layerKinds.filter((kind) => moduleOf(kind) === 'keras.layers')

test.each(kinds)('%s starts from the settings that Keras gives it', (kind) => {
  const wanted = golden.defaults[kind]?.config ?? {}
  expect(plainly(kind, layerConfig(kind, 'layer'))).toEqual(plainly(kind, wanted))
})

test('the code of a model says every argument that Keras demands, and names no other', () => {
  const found = Object.fromEntries(kinds.map((kind) => [kind, demandedByKeras[kind] ?? []]))
  const wanted = Object.fromEntries(kinds.map((kind) => [kind, golden.defaults[kind]?.demanded]))
  expect({ ...found, InputLayer: [] }).toEqual({ ...wanted, InputLayer: [] })
})

const configurations = Object.entries(golden.configurations)

test.each(configurations)(
  '%s has the output shape and the parameters of Keras',
  (name, { keras, ...wanted }) => {
    const document = readKerasModel(keras, name)
    const { faults, shapes, total } = inferShapes(document)
    expect(faults).toEqual([])
    const last = document.keras.config.layers.at(-1)?.name ?? ''
    expect({ shape: shapes[last], parameters: total }).toEqual(wanted)
  },
)

test.each(configurations)('%s is written as Keras wrote it', (name, { keras }) => {
  const written = JSON.parse(writeKerasJson(readKerasModel(keras, name)))
  // Keras says where no mask was given, which is what saying nothing means.
  const without = (key: string, value: unknown) => (key === 'mask' && value === null ? undefined : value)
  expect(written).toEqual(JSON.parse(JSON.stringify(keras), without))
})

test('every layer of the catalogue stands in a configuration that Keras counted', () => {
  const counted = new Set(
    configurations.flatMap(([, { keras }]) =>
      (keras as { config: { layers: { class_name: string }[] } }).config.layers.map(
        (layer) => layer.class_name,
      ),
    ),
  )
  // What joins several inputs has golden models of its own.
  const joining = [
    'Add',
    'Subtract',
    'Multiply',
    'Average',
    'Maximum',
    'Minimum',
    'Concatenate',
    'MultiHeadAttention',
  ]
  expect(kinds.filter((kind) => !counted.has(kind) && !joining.includes(kind))).toEqual([])
})

test('every activation of Keras that needs no more than its name can be chosen', () => {
  // Threshold demands arguments, glu halves the sizes, which Keras's own layers do not reckon with, and the shares of Keras
  // 3.15.1's sparsemax do not add up to 1.
  const left = ['glu', 'sparsemax', 'threshold']
  expect([...activations].sort()).toEqual(golden.names.activations.filter((name) => !left.includes(name)))
})

const classOf: Record<OptimizerName, string> = {
  sgd: 'SGD',
  momentum: 'SGD',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  adamax: 'Adamax',
  nadam: 'Nadam',
  ftrl: 'Ftrl',
  lion: 'Lion',
}

test.each(Object.entries(classOf))('%s has the arguments and defaults of Keras', (name, kind) => {
  const { name: _, learning_rate, ...given } = golden.optimizers[kind] as Record<string, unknown>
  expect(defaultLearningRate[name as OptimizerName]).toBeCloseTo(learning_rate as number, 9)
  // `momentum` is SGD with another default.
  const wanted = name === 'momentum' ? { ...given, momentum: 0.9 } : given
  // What Keras leaves to the trainer.
  const trainers = ['loss_scale_factor', 'gradient_accumulation_steps']
  const own = Object.fromEntries(Object.entries(wanted).filter(([argument]) => !trainers.includes(argument)))
  expect(optimizerDefaults[name as OptimizerName]).toEqual(own)
})
