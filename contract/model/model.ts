import { z } from 'zod'
import { PretrainedBase } from './pretrained-base.ts'

export const ModelId = z.string().min(1)

/** A Keras layer's settings, by Keras's names. */
export const LayerConfig = z.looseObject({ name: z.string() })
export type LayerConfig = z.infer<typeof LayerConfig>

/** A tensor between layers, as Keras 3 writes it: which layer's output, which call of it, which output. */
export const KerasTensor = z.object({
  class_name: z.literal('__keras_tensor__'),
  config: z.object({
    shape: z.array(z.number().nullable()),
    dtype: z.string(),
    keras_history: z.tuple([z.string(), z.number(), z.number()]),
  }),
})
export type KerasTensor = z.infer<typeof KerasTensor>

export const KerasLayer = z.looseObject({
  module: z.string().default('keras.layers'),
  class_name: z.string(),
  config: LayerConfig,
  registered_name: z.string().nullable().default(null),
  name: z.string(),
  /** One entry a call of the layer. `args[0]` is a tensor, or a list of tensors for Add and Concatenate. */
  inbound_nodes: z.array(
    z.object({
      args: z.array(
        z.union([
          KerasTensor,
          z.array(KerasTensor),
          z.null(),
          z.looseObject({}),
          z.number(),
          z.string(),
          z.boolean(),
        ]),
      ),
      kwargs: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type KerasLayer = z.infer<typeof KerasLayer>

const layerRef = z.tuple([z.string(), z.number(), z.number()])

/** Where Keras 3 looks for the class; it knows no `keras.Functional`. */
export const functionalModule = 'keras.src.models.functional'

/** What `model.to_json()` of Keras 3 writes for a functional model. */
export const KerasModel = z.looseObject({
  // Early documents said `keras`, where Keras does not find it.
  module: z
    .string()
    .default(functionalModule)
    .transform((module) => (module === 'keras' ? functionalModule : module)),
  class_name: z.literal('Functional'),
  config: z.looseObject({
    name: z.string(),
    trainable: z.boolean().default(true),
    layers: z.array(KerasLayer),
    input_layers: z.union([z.array(layerRef), layerRef]),
    output_layers: z.union([z.array(layerRef), layerRef]),
  }),
  registered_name: z.string().nullable().default('Functional'),
})
export type KerasModel = z.infer<typeof KerasModel>

export const Position = z.object({ x: z.number(), y: z.number() })

/** A model as Lathe keeps it (`.lathe.json`): Keras's own config, and where its layers stand on the canvas. */
export const ModelDocument = z.object({
  format: z.literal('lathe-model'),
  version: z.literal(1),
  name: z.string(),
  keras: KerasModel,
  canvas: z.object({ positions: z.record(z.string(), Position) }),
  /** Of a model with layers that were trained before. */
  base: PretrainedBase.optional(),
})
export type ModelDocument = z.infer<typeof ModelDocument>

export const Model = z.object({
  id: ModelId,
  name: z.string(),
  document: ModelDocument,
  createdAt: z.number(),
  changedAt: z.number(),
})
export type Model = z.infer<typeof Model>

export const ModelRow = Model.omit({ document: true }).extend({ layers: z.number() })
export type ModelRow = z.infer<typeof ModelRow>

/** The shape without the batch axis that a model's input takes; undefined where it does not say. */
export function inputShape(model: Pick<ModelDocument, 'keras'>): (number | null)[] | undefined {
  const input = model.keras.config.layers.find((layer) => layer.class_name === 'InputLayer')
  const shape = input?.config.batch_shape ?? input?.config.batch_input_shape
  return Array.isArray(shape) ? (shape.slice(1) as (number | null)[]) : undefined
}
