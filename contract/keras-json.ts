import { z } from 'zod'
import { tensorOf } from './chain-layers.ts'
import { Fault } from './failure.ts'
import { KerasModel, type ModelDocument } from './model.ts'

const Sequential = z.looseObject({
  class_name: z.literal('Sequential'),
  config: z.looseObject({
    name: z.string().default('sequential'),
    layers: z.array(z.looseObject({ class_name: z.string(), config: z.looseObject({ name: z.string() }) })),
  }),
})

/**
 * Reads what Keras 3 writes with `model.to_json()`, functional or sequential, and what Keras 2 wrote for functional models.
 * @throws Fault `model.unreadable` that names the place which does not fit
 */
export function readKerasModel(json: unknown, name: string): ModelDocument {
  const sequential = Sequential.safeParse(json)
  const found = KerasModel.safeParse(sequential.success ? fromSequential(sequential.data) : fromKeras2(json))
  if (!found.success) {
    const issue = found.error.issues[0]
    throw new Fault('model.unreadable', { file: name, detail: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  return {
    format: 'lathe-model',
    version: 1,
    name,
    keras: found.data,
    canvas: { positions: inRows(found.data) },
  }
}

/** The text that `keras.models.model_from_json` reads. */
export function writeKerasJson(document: ModelDocument): string {
  return JSON.stringify(document.keras, null, 2)
}

/** A sequential model says the order; its InputLayer may be missing, its shape then stands in the first layer. */
function fromSequential({ config }: z.infer<typeof Sequential>): unknown {
  const layers = [...config.layers]
  const first = layers[0]
  if (first && first.class_name !== 'InputLayer') {
    const shape =
      first.config.batch_shape ?? first.config.batch_input_shape ?? (config.build_input_shape as unknown)
    layers.unshift({ class_name: 'InputLayer', config: { name: 'input', batch_shape: shape } })
  }
  const named = layers.map((layer, index) => {
    const before = layers[index - 1]
    return {
      ...layer,
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

/** Keras 2 wrote a node as a list of [layer, node, tensor, arguments], and called the functional class Model. */
function fromKeras2(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('config' in json)) return json
  const { class_name, config } = json as {
    class_name?: string
    config: { layers?: { inbound_nodes?: unknown }[] }
  }
  if (!Array.isArray(config?.layers)) return json
  const layers = config.layers.map((layer) => ({ ...layer, inbound_nodes: nodesOf(layer.inbound_nodes) }))
  return {
    ...json,
    class_name: class_name === 'Model' ? 'Functional' : class_name,
    config: { ...config, layers },
  }
}

function nodesOf(nodes: unknown): unknown {
  if (!Array.isArray(nodes)) return []
  return nodes.map((node: unknown) => {
    if (!Array.isArray(node)) return node
    const tensors = node.map((source: unknown) => tensorOf(String((source as unknown[])[0])))
    return { args: [tensors.length === 1 ? tensors[0] : tensors], kwargs: {} }
  })
}

/** Layers in rows by their distance from the input, so that a model that was never drawn can be looked at. */
function inRows({ config }: KerasModel): Record<string, { x: number; y: number }> {
  const rows = new Map<string, number>()
  const taken = new Map<number, number>()
  const positions: Record<string, { x: number; y: number }> = {}
  for (const layer of config.layers) {
    const sources = layer.inbound_nodes
      .flatMap((node) => node.args.flat())
      .map((value) => (value as ReturnType<typeof tensorOf> | null)?.config?.keras_history?.[0])
    const row = Math.max(-1, ...sources.map((source) => rows.get(source ?? '') ?? -1)) + 1
    const column = taken.get(row) ?? 0
    rows.set(layer.name, row)
    taken.set(row, column + 1)
    positions[layer.name] = { x: column * 240, y: row * 112 }
  }
  return positions
}
