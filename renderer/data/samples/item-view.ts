import type { ReactNode } from 'react'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Sample } from '../../../contract/data/samples.ts'
import type { ServiceFailure } from '../../service.ts'
import type { Gallery } from './use-gallery.ts'
import type { ItemFilter } from './use-items.ts'

/** What a view of items tells of itself. */
export interface ItemViewState {
  total: number | null
  failure: ServiceFailure | null
  chosen: number
}

/** What every view of items is given: the grid of pictures and the table of rows. */
export interface ItemViewProps {
  dataset: Dataset
  filter: ItemFilter
  onLeaveOut: (samples: Sample[]) => void
  /** Called after each drawing: how many there are, and how many are chosen. */
  onState: (state: ItemViewState) => void
  /** The item shown large, if any. */
  large: (gallery: Gallery, at: (index: number) => Sample | undefined) => ReactNode
}
