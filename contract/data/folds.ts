import { z } from 'zod'
import { GroupBy } from './split.ts'

/**
 * How the items of the train part are dealt out into folds, each of which one run validates on: scikit-learn's KFold,
 * StratifiedKFold, GroupKFold and StratifiedGroupKFold; of a time series its TimeSeriesSplit, whatever else is said.
 */
export const Folds = z.object({
  folds: z.number().int().min(2).max(100).default(5),
  /** Every fold has the same share of each class. */
  stratified: z.boolean().default(true),
  /** Rows are shuffled by the seed before they are dealt out; scikit-learn's default leaves their order. */
  shuffle: z.boolean().default(true),
  /** What belongs together is in one fold. */
  group: GroupBy.nullable().default(null),
})
export type Folds = z.infer<typeof Folds>
