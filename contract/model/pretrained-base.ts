import { z } from 'zod'
import { PictureNormalise } from '../data/preprocessing.ts'

/** Weights that come with Lathe: the files of resources/bases. */
export const BundledWeights = z.enum(['efficientnet-lite0'])
export type BundledWeights = z.infer<typeof BundledWeights>

/** What a model knows of the layers in it that were trained before, on other data. */
export const PretrainedBase = z.object({
  /** The weights they start from; null: the person says where they are (`RunSpec.weights`). */
  weights: BundledWeights.nullable(),
  /** How pictures were scaled when they were trained: such pictures they must get here, whatever the data set's recipe says. */
  normalise: PictureNormalise,
})
export type PretrainedBase = z.infer<typeof PretrainedBase>
