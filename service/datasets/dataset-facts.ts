import { countTargets, type Dataset } from '../../contract/data/dataset.ts'
import { rowOutputs } from '../../contract/data/recipe-steps.ts'

/** What a template needs to know. `features`: inputs of a row of a table or of counted tokens; 0 for pictures. */
export function datasetFacts(dataset: Dataset) {
  const { kind, task, imageShape, preprocessing } = dataset
  const text = preprocessing?.text
  const counted = text && text.outputMode !== 'int' ? (text.maxTokens ?? 1000) : 0
  const features = counted || rowOutputs(dataset)
  const targets = countTargets(dataset)
  const series = dataset.series && { window: dataset.series.window, columns: features + targets }
  const outputs = task === 'regression' ? targets * (dataset.series?.horizon ?? 1) : 0
  const facts = { kind, task, classes: dataset.classes.length, imageShape, features, series }
  return {
    ...facts,
    targets,
    outputs,
    text: text && { length: text.length, words: text.maxTokens },
    picture: preprocessing?.picture && {
      size: preprocessing.picture.size,
      unit: preprocessing.picture.normalise === 'unit',
      channels: { grey: 1, rgb: 3, rgba: 4, none: null }[preprocessing.picture.colour ?? 'none'],
    },
  }
}
