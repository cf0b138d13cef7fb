import type { PackedPart } from '../../contract/data/packed.ts'
import { readRowsAhead, readWhole } from '../data/read-ahead.ts'
import { partBytes } from '../data/read-packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { feedPart } from './fed-data.ts'
import type { Graph } from './graph.ts'
import { mapPart } from './mapped-data.ts'
import type { RowSource } from './row-source.ts'

/** Data may take this share of the memory that can be had; the model's own needs the rest. */
const shareOfMemory = 0.5
/** Data of up to this many bytes goes into the memory of a GPU as a whole; of more, only the rows of a step. */
const mostOnGpu = 2_000_000_000

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
