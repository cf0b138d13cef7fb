import type { Dataset } from '../../../contract/dataset.ts'
import type { ItemKey } from '../../../contract/excluded.ts'
import type { SamplePage, SampleQuery } from '../../../contract/samples.ts'

/** The items of a data set, open to be paged through. `dataset` says which of them are left out: versions of the same files share one. */
export interface Catalogue {
  page(dataset: Dataset, query: SampleQuery, only: Set<ItemKey> | null): Promise<SamplePage>
  /** A small picture as a data: URL; null where the item has none. */
  picture(key: ItemKey, size: number): Promise<string | null>
  close(): Promise<void>
}
