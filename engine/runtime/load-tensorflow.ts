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

/** What the native backend has beyond tfjs's own interface. */
export interface NativeBackend {
  isUsingGpuDevice: boolean
  binding: { TF_Version: string; TF_ATTR_TYPE: number }
  executeSingleOutput(name: string, attributes: unknown[], inputs: Tf.Tensor[]): Tf.Tensor
}

export const nativeBackend = (tf: TensorFlow): NativeBackend => tf.backend() as unknown as NativeBackend
