import { createRequire } from 'node:module'
import util from 'node:util'
import type * as Tf from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'

export type TensorFlow = typeof Tf

/**
 * Loads native TensorFlow (0.3 to 0.5 s). Loaded by hand and not imported, because tfjs-node calls two functions that
 * Node 23 took away, and they must be back before its first line runs.
 * @throws Fault `engine.no-tensorflow` when the binding or its library cannot be loaded
 */
export function loadTensorFlow(): TensorFlow {
  const old = util as unknown as Record<string, unknown>
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  old.isArray ??= Array.isArray
  try {
    return createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as TensorFlow
  } catch (thrown) {
    throw new Fault(
      'engine.no-tensorflow',
      { detail: thrown instanceof Error ? thrown.message : String(thrown) },
      thrown,
    )
  }
}

/** A tensor as the binding knows it. */
export interface NativeTensor {
  id: number
  shape: number[]
  dtype: number
}

/** The C++ binding below tfjs's kernels. Tensors are numbers here. */
export interface NativeBinding {
  TF_Version: string
  executeOp(name: string, attributes: unknown[], inputs: number[], outputs: number): NativeTensor[]
  createTensor(shape: number[], dtype: number, values: HostValues): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): HostValues
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(id: number): void
}

export type HostValues = Float32Array | Int32Array | Uint8Array | Uint8Array[]

/** What the native backend has beyond tfjs's own interface. */
export interface NativeBackend {
  isUsingGpuDevice: boolean
  binding: NativeBinding
  executeSingleOutput(name: string, attributes: unknown[], inputs: Tf.Tensor[]): Tf.Tensor
  executeMultipleOutputs(
    name: string,
    attributes: unknown[],
    inputs: Tf.Tensor[],
    outputs: number,
  ): Tf.Tensor[]
  getInputTensorIds(tensors: Tf.Tensor[]): number[]
  runSavedModel(id: number, inputs: Tf.Tensor[], names: { name: string }[], outputs: string[]): Tf.Tensor[]
}

/** tfjs's backend of the native binding, with what its types leave out. */
export const nativeBackend = (tf: TensorFlow): NativeBackend => tf.backend() as unknown as NativeBackend
