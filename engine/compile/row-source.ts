import type { PackedPart } from '../../contract/packed.ts'
import { openReadAhead, type ReadAhead } from '../data/read-ahead.ts'
import { partBytes } from '../data/read-packed.ts'
import type { Graph, Ref } from './graph.ts'
import { mapPart } from './mapped-data.ts'
import type { Session } from './session.ts'

/** Data of up to this many bytes goes into the memory of a GPU as a whole; of more, only the rows of a step. */
const mostOnGpu = 2_000_000_000

/** Where a graph has its rows from. */
export interface RowSource {
  /** Must be called once before a row is asked for. */
  load(session: Session): void
  /** Rows by their numbers (int32 [batch]): inputs as float32 [batch, ...shape], targets and weights as they are. */
  rows(numbers: Ref): { inputs: Ref[]; targets: Ref[] }
  /** Reads from disk what is asked for soon. */
  ahead: ReadAhead
}

/** Puts the parts that are trained and validated on into a graph. */
export function openSources(
  graph: Graph,
  folder: string,
  part: PackedPart,
  validation: PackedPart | null,
  free?: number,
): { source: RowSource; measured: RowSource | null } {
  const another = validation !== null && validation !== part
  const bytes = partBytes(part) + (another ? partBytes(validation) : 0)
  const open = (name: string, of: PackedPart): RowSource => ({
    ...mapPart(graph, name, folder, of, bytes > mostOnGpu ? 'host' : 'device'),
    ahead: openReadAhead(folder, of, bytes, free),
  })
  const source = open('train', part)
  const measured = another ? open('validation', validation) : validation === null ? null : source
  return { source, measured }
}
