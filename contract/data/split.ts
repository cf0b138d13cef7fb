import { z } from 'zod'

/** What items that belong together have in common: no group is ever on both sides of a split. */
export const GroupBy = z.discriminatedUnion('by', [
  z.object({ by: z.literal('column'), column: z.string() }),
  /** Files: the folder that a file lies in. */
  z.object({ by: z.literal('folder') }),
  /** Files: what the first bracket of a regular expression finds in the path, or all that it finds. */
  z.object({ by: z.literal('pattern'), pattern: z.string().min(1).max(500) }),
])
export type GroupBy = z.infer<typeof GroupBy>

/**
 * `last`: Keras's `validation_split`, the last rows before any shuffling; `random`; `stratified`: the same share of every
 * class, and of each label where an item may have several; `group`: whole groups; `time`: the latest; `k-fold`: one of several parts of equal size, by the rules of
 * scikit-learn's KFold, StratifiedKFold, GroupKFold and StratifiedGroupKFold.
 */
export const splitKinds = ['stratified', 'random', 'last', 'group', 'time', 'k-fold'] as const

/** How items of the train part are held out. Kept with a version of a data set, so every run on it holds out the same. */
export const Split = z
  .object({
    kind: z.enum(splitKinds).default('stratified'),
    /** Share of the items to validate on; of `k-fold` it follows from the number of folds. */
    share: z.number().min(0).max(0.9).default(0.2),
    /** Share held out for good: neither trained nor validated on, measured by an evaluation alone. */
    testShare: z.number().min(0).max(0.9).default(0),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(0),
    group: GroupBy.nullable().default(null),
    /** Of `time`: the column that says when; dates or numbers. */
    timeColumn: z.string().nullable().default(null),
    folds: z.number().int().min(2).max(100).default(5),
    /** Which fold is validated on, from 0. */
    fold: z.number().int().min(0).max(99).default(0),
    /** Of `k-fold`: every fold has the same share of each class. */
    stratified: z.boolean().default(true),
    /** Of `k-fold`: rows are shuffled by the seed before they are dealt out; scikit-learn's default leaves their order. */
    shuffle: z.boolean().default(true),
  })
  .refine(({ kind, group }) => kind !== 'group' || group !== null, {
    path: ['group'],
    message: 'says what belongs together',
  })
  .refine(({ kind, timeColumn }) => kind !== 'time' || timeColumn !== null, {
    path: ['timeColumn'],
    message: 'says when an item was',
  })
  .refine(({ kind, folds, fold }) => kind !== 'k-fold' || fold < folds, {
    path: ['fold'],
    message: 'must be less than the number of folds',
  })
  .refine(({ kind, share, testShare }) => kind === 'k-fold' || share + testShare <= 0.95, {
    path: ['testShare'],
    message: 'leaves too little to train on',
  })
export type Split = z.infer<typeof Split>
