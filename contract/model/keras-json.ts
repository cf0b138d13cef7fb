import { z } from 'zod'
import { Fault } from '../failure.ts'
import { callsOf, referencesOf, sourcesOf } from '../graph/layer-calls.ts'
import { tensorOf } from '../templates/chain-layers.ts'
import { fromKeras2, upgradeLayer } from './keras2-json.ts'
import { KerasModel, type ModelDocument } from './model.ts'

const Sequential = z.looseObject({
  class_name: z.literal('Sequential'),
  config: z.looseObject({
    name: z.string().default('sequential'),
    layers: z.array(z.looseObject({ class_name: z.string(), config: z.looseObject({ name: z.string() }) })),
  }),
})

/**
 * Reads what Keras 3 writes with `model.to_json()` and what Keras 2 wrote, functional or sequential: shared layers, several
 * inputs and outputs included.
 * @throws Fault `model.unreadable` that names the place which does not fit, `model.nested` for a model inside the model
 */
export function readKerasModel(json: unknown, name: string): ModelDocument {
  const sequential = Sequential.safeParse(json)
  const upgraded = sequential.success ? fromSequential(sequential.data) : fromKeras2(json)
  refuseNested(upgraded)
  const found = KerasModel.safeParse(upgraded)
  if (!found.success) {
    const issue = found.error.issues[0]
    throw new Fault('model.unreadable', { file: name, detail: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  const model = withoutMasks(found.data)
  checkReferences(model, name)
  return {
    format: 'lathe-model',
    version: 1,
    name,
    keras: model,
    canvas: { positions: inRows(model) },
  }
}

const nested = new Set(['Functional', 'Sequential', 'Model'])

/** A whole model used as a layer has weights and calls of its own, which one drawing cannot show. */
function refuseNested(json: unknown): void {
  const layers = (json as { config?: { layers?: unknown } } | null)?.config?.layers
  if (!Array.isArray(layers)) return
  for (const layer of layers as { class_name?: string; name?: string }[]) {
    if (nested.has(layer?.class_name ?? ''))
      throw new Fault('model.nested', { layer: layer.name ?? '', kind: layer.class_name ?? '' })
  }
}

/** The text that `keras.models.model_from_json` reads. */
export function writeKerasJson(document: ModelDocument): string {
  return JSON.stringify(document.keras, null, 2)
}

/** A sequential model says the order; its InputLayer may be missing, its shape then stands in the first layer. */
function fromSequential({ config }: z.infer<typeof Sequential>): unknown {
  const layers: z.infer<typeof Sequential>['config']['layers'] = [...config.layers]
  const first = layers[0]
  if (first && first.class_name !== 'InputLayer') {
    const shape = first.config.batch_shape ?? first.config.batch_input_shape ?? config.build_input_shape
    layers.unshift({
      module: 'keras.layers',
      class_name: 'InputLayer',
      config: { name: 'input', batch_shape: shape, dtype: 'float32', sparse: false },
      registered_name: null,
    })
  }
  const named = layers.map((layer, index) => {
    const before = layers[index - 1]
    return {
      ...upgradeLayer(layer),
      name: layer.config.name,
      inbound_nodes: before ? [{ args: [tensorOf(before.config.name)], kwargs: {} }] : [],
    }
  })
  return {
    class_name: 'Functional',
    config: {
      name: config.name,
      layers: named,
      input_layers: [[named[0]?.name, 0, 0]],
      output_layers: [[named.at(-1)?.name, 0, 0]],
    },
  }
}

/** Masks that go along with their tensor; `attention_mask` is one that somebody made, and `use_causal_mask` a switch. */
const passedOn = (argument: string, value: unknown) =>
  typeof value !== 'boolean' &&
  (argument === 'mask' || (argument.endsWith('_mask') && argument !== 'attention_mask'))

/**
 * Keras 3 writes down how a mask is made (`NotEqual` after an Embedding with mask_zero) and hands it over by name. It makes
 * the same again when it calls the layers, as the engine does, so neither belongs to the drawing.
 */
function withoutMasks(model: KerasModel): KerasModel {
  const layers = model.config.layers.map((layer) => ({
    ...layer,
    inbound_nodes: layer.inbound_nodes.map(({ args, kwargs }) => ({
      args,
      kwargs: Object.fromEntries(Object.entries(kwargs).filter(([name, value]) => !passedOn(name, value))),
    })),
  }))
  const used = new Set(referencesOf(model.config.output_layers).map(({ layer }) => layer))
  const byName = new Map(layers.map((layer) => [layer.name, layer]))
  for (const name of used) {
    const layer = byName.get(name)
    if (layer) for (const source of sourcesOf(layer)) used.add(source)
  }
  const kept = layers.filter(({ name, module }) => used.has(name) || module === 'keras.layers')
  return { ...model, config: { ...model.config, layers: kept } }
}

/** Every tensor that is taken must be given by a call that there is. */
function checkReferences({ config }: KerasModel, file: string): void {
  const calls = new Map(
    config.layers.map((layer) => [
      layer.name,
      layer.class_name === 'InputLayer' ? 1 : layer.inbound_nodes.length,
    ]),
  )
  if (calls.size < config.layers.length) {
    const twice = config.layers.find(
      ({ name }, at) => config.layers.findIndex((one) => one.name === name) < at,
    )
    throw new Fault('model.unreadable', { file, detail: `two layers are named "${twice?.name}"` })
  }
  const taken = [
    ...config.layers.flatMap((layer) => callsOf(layer).flat()),
    ...referencesOf(config.input_layers),
    ...referencesOf(config.output_layers),
  ]
  for (const { layer, call } of taken) {
    if (call >= (calls.get(layer) ?? 0))
      throw new Fault('model.unreadable', {
        file,
        detail: `call ${call} of layer "${layer}" is used and is not there`,
      })
  }
}

/** Layers in rows by their distance from the input, so that a model that was never drawn can be looked at. */
function inRows({ config }: KerasModel): Record<string, { x: number; y: number }> {
  const rows = new Map<string, number>()
  const taken = new Map<number, number>()
  const positions: Record<string, { x: number; y: number }> = {}
  for (const layer of config.layers) {
    const row = Math.max(-1, ...sourcesOf(layer).map((source) => rows.get(source) ?? -1)) + 1
    const column = taken.get(row) ?? 0
    rows.set(layer.name, row)
    taken.set(row, column + 1)
    positions[layer.name] = { x: column * 240, y: row * 112 }
  }
  return positions
}
