import type { PartName } from '../../../contract/data/dataset.ts'
import type { ItemKey } from '../../../contract/data/excluded.ts'

/** One picture or text of a data set, as far as comparing items goes. */
export interface Item {
  key: ItemKey
  part: PartName
  /** Its class, or what it is to be predicted as, in words. */
  label: string
  /** Of several labels each; absent where an item has one. */
  labels?: string[]
  /** The file's name, or the row's number from 1. */
  name: string
  /** The same of two items that are the same to the last bit. */
  same: string
  /** A text's beginning; empty of pictures. */
  cells: string[]
}
