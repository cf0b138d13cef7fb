import { z } from 'zod'

/** What is learnt: one class of several, any number of labels, or values. */
export const LearningTask = z.enum(['classification', 'multilabel', 'regression'])
export type LearningTask = z.infer<typeof LearningTask>

/** What a run learns: what the data set has, or to give its inputs back, as an autoencoder does (Keras's `class_mode='input'`). */
export const TrainedTask = z.enum([...LearningTask.options, 'reconstruction'])
export type TrainedTask = z.infer<typeof TrainedTask>

/** Where several labels of an item stand: in one cell, parted by this sign; null: in a column of 0 and 1 each. */
export const SeveralLabels = z.object({ separator: z.string().nullable() })
export type SeveralLabels = z.infer<typeof SeveralLabels>
