import type { Dataset } from '../../../contract/data/dataset.ts'
import type { ItemKey } from '../../../contract/data/excluded.ts'
import type { SamplePage, SampleQuery } from '../../../contract/data/samples.ts'

/** The items of a data set, open to be paged through. `dataset` says which of them are left out: versions of the same files share one. */
export interface Catalogue {
  page(dataset: Dataset, query: SampleQuery, only: Set<ItemKey> | null): Promise<SamplePage>
  /** A small picture, the bytes of a JPEG or PNG; null where the item has none. */
  picture(key: ItemKey, size: number): Promise<Buffer | null>
  close(): Promise<void>
}
