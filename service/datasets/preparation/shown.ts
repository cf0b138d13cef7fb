import type { Preview } from '../../../contract/data/preview.ts'

/** What one kind of data shows of itself. */
export type Shown = Pick<Preview, 'shape'> &
  Partial<Pick<Preview, 'columns' | 'rows' | 'texts' | 'pictures' | 'seen'>>
