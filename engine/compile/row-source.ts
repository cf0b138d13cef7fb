import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/data/packed.ts'
import { type ReadAhead, readRowsAhead, readWhole } from '../data/read-ahead.ts'
import { partBytes } from '../data/read-packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { feedPart } from './fed-data.ts'
import type { Graph, Ref } from './graph.ts'
import { mapPart } from './mapped-data.ts'
import type { Session } from './session.ts'

/** Data may take this share of the memory that can be had; the model's own needs the rest. */
const shareOfMemory = 0.5
/** Data of up to this many bytes goes into the memory of a GPU as a whole; of more, only the rows of a step. */
const mostOnGpu = 2_000_000_000

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
  /** Reads from disk what is asked for soon. */
  ahead: ReadAhead
  close(): void
}

/**
 * Puts the parts that are trained and validated on into a graph: mapped where memory has room for both, else fed.
 * @param free bytes of memory that can be had
 */
export function openSources(
  tf: TensorFlow,
  graph: Graph,
  folder: string,
  part: PackedPart,
  validation: PackedPart | null,
  free = process.availableMemory(),
): { source: RowSource; measured: RowSource | null } {
  const another = validation !== null && validation !== part
  const bytes = partBytes(part) + (another ? partBytes(validation) : 0)
  const open = (name: string, of: PackedPart): RowSource => {
    const fits = bytes <= free * shareOfMemory
    const ahead = (fits ? readWhole : readRowsAhead)(folder, of)
    const rows = fits
      ? mapPart(graph, name, folder, of, bytes > mostOnGpu ? 'host' : 'device')
      : feedPart(tf, graph, name, folder, of)
    return {
      ...rows,
      ahead,
      close() {
        rows.close()
        ahead.close()
      },
    }
  }
  const source = open('train', part)
  const measured = another ? open('validation', validation) : validation === null ? null : source
  return { source, measured }
}
