import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { feedPart } from './fed-data.ts'
import type { Graph, Ref } from './graph.ts'
import { holdPart } from './held-data.ts'
import type { Session } from './session.ts'

/** Above this many bytes data is not held in the session: a call is then handed the rows of its step. */
const mostHeld = 2_000_000_000

/** Where a graph has its rows from. */
export interface RowSource {
  /** Whether a call must be handed its rows; it can then be one step only. */
  readonly fed: boolean
  /** Must be called once before a row is asked for. */
  load(session: Session): void
  /** Rows by their numbers (int32 [batch]): inputs as float32 [batch, ...shape], targets as they are. */
  rows(numbers: Ref): { inputs: Ref[]; targets: Ref[] }
  /** What a call that asks for these rows must be handed besides; the caller's to dispose of. */
  feeds(rows: Int32Array): Record<string, Tensor>
  close(): void
}

/**
 * Puts the parts that are trained and validated on into a graph: inside the session where both fit, else fed.
 * @param limit bytes that the session may hold
 */
export function openSources(
  tf: TensorFlow,
  graph: Graph,
  folder: string,
  part: PackedPart,
  validation: PackedPart | null,
  limit = mostHeld,
): { source: RowSource; measured: RowSource | null } {
  const another = validation !== null && validation !== part
  const bytes = partBytes(part) + (another ? partBytes(validation) : 0)
  const open = bytes > limit ? feedPart : holdPart
  const source = open(tf, graph, 'train', folder, part)
  const measured = another
    ? open(tf, graph, 'validation', folder, validation)
    : validation === null
      ? null
      : source
  return { source, measured }
}

const partBytes = (part: PackedPart) =>
  [...part.inputs, ...part.targets].reduce(
    (sum, tensor) =>
      sum + part.items * tensor.shape.reduce((a, b) => a * b, tensor.dtype === 'uint8' ? 1 : 4),
    0,
  )
