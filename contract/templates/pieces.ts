import type { LearningTask } from '../data/learning-task.ts'
import type { ChainLink } from './chain-layers.ts'

/** What a template is shaped for. null or 0 where the data has no such thing. */
export interface DataFacts {
  /** [height, width, channels] when all pictures agree. */
  imageShape: number[] | null
  /** Inputs of a table after one-hot coding. */
  features: number
  classes: number
  task: LearningTask
  /** Numbers to predict from one row: the target columns. */
  targets?: number
  /** Numbers to predict from a window: the targets of each step ahead. */
  outputs?: number
  /** Of a time series: rows to look back on, and numbers a row gives, the past of the target among them. */
  series?: { window: number; columns: number } | undefined
  /** What a recipe says of texts: tokens a text and in all; null where it leaves that open. */
  text?: { length: number | null; words: number | null } | null | undefined
  /** What a recipe brings pictures to; `unit`: whether their values are from 0 to 1, as they are without one. */
  picture?:
    | { size: { height: number; width: number } | null; channels: number | null; unit?: boolean }
    | null
    | undefined
}

/** The layers of a template, shaped for the data. */
export type Template = (facts: DataFacts | null) => ChainLink[]

/** A Dense layer of a chain; `more`: settings besides. */
export const dense = (name: string, units: number, activation: string, more = {}): ChainLink => ({
  kind: 'Dense',
  name,
  settings: { units, activation, ...more },
})

/** Two classes could do with one sigmoid unit; softmax over both gives the same answer and one form for every count. */
export const classesOut = (facts: DataFacts | null, usual: number) =>
  facts?.task === 'multilabel'
    ? labelsOut(facts)
    : dense('output', Math.max(facts?.classes ?? usual, 2), 'softmax')

/** The Input of a chain; `shape` is without the axis of items. */
export const input = (shape: number[]): ChainLink => ({
  kind: 'InputLayer',
  name: 'input',
  settings: { batch_shape: [null, ...shape] },
})

/** A sigmoid unit a label: an item may have any number of them. */
const labelsOut = (facts: DataFacts) => dense('output', facts.classes, 'sigmoid')

/** One sigmoid unit for two classes, as text classifiers usually end; softmax for more. */
export const labelOut = (facts: DataFacts | null): ChainLink =>
  facts?.task === 'multilabel' || (facts?.classes ?? 2) > 2
    ? classesOut(facts, 2)
    : dense('output', 1, 'sigmoid')

/** What the end of a model of photos gives: classes, labels, or the values to predict. */
export const answerOut = (facts: DataFacts | null): ChainLink =>
  facts?.task === 'regression' ? dense('output', facts.targets ?? 1, 'linear') : classesOut(facts, 2)

/** Photos in the size that bases were trained with, or in the one that a recipe asks for; always in colour. */
export function photoInput(facts: DataFacts | null): ChainLink {
  const { height, width } = facts?.picture?.size ?? { height: 224, width: 224 }
  return input([height, width, 3])
}
