import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { nativeBackend, type TensorFlow } from './load-tensorflow.ts'

/** An attribute of a TensorFlow op, in the form tfjs-node hands to its binding. */
export interface Attribute {
  name: string
  /** One of the binding's `TF_ATTR_*` numbers. */
  type: number
  value: unknown
}

/** TensorFlow's numbers of the types (`tensorflow/core/framework/types.proto`). */
export const dataTypes = {
  float32: 1,
  float64: 2,
  uint8: 4,
  int32: 3,
  string: 7,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
} as const
export type DataType = keyof typeof dataTypes

/** `TF_AttrType` of tensorflow/c/c_api.h, which the binding exports under the same names. */
export const attributeTypes = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const

/** Short ways to write the attributes of an op. */
export const attribute = {
  type: (name: string, value: DataType): Attribute => ({
    name,
    type: attributeTypes.type,
    value: dataTypes[value],
  }),
  int: (name: string, value: number | number[]): Attribute => ({ name, type: attributeTypes.int, value }),
  float: (name: string, value: number): Attribute => ({ name, type: attributeTypes.float, value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: attributeTypes.bool, value }),
  string: (name: string, value: string): Attribute => ({ name, type: attributeTypes.string, value }),
  shape: (name: string, value: number[]): Attribute => ({ name, type: attributeTypes.shape, value }),
}

export const float32 = attribute.type('T', 'float32')

/**
 * Runs one TensorFlow op that tfjs has no kernel for, by its name in TensorFlow's registry. It has no gradient: wrap it in
 * `tf.customGrad`.
 */
export const nativeOp = (tf: TensorFlow, name: string, attributes: Attribute[], inputs: Tensor[]): Tensor =>
  nativeBackend(tf).executeSingleOutput(name, attributes, inputs)

/** As `nativeOp`, for an op with several outputs. */
export const nativeOps = (
  tf: TensorFlow,
  name: string,
  attributes: Attribute[],
  inputs: Tensor[],
  outputs: number,
): Tensor[] => nativeBackend(tf).executeMultipleOutputs(name, attributes, inputs, outputs)
