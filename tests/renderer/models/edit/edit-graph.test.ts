import { expect, test } from 'vitest'
import { inferShapes } from '../../../../contract/graph/infer-shapes.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { openDesign, redo, undo, useDesign } from '../../../../renderer/models/designer/design-store.ts'
import { addLayer, connectLayers, removeLayers } from '../../../../renderer/models/edit/edit-graph.ts'

test('A layer taken away leaves a fault that connecting its neighbours mends', () => {
  const model = buildTemplate('cnn-image-classifier', null)
  const cut = removeLayers(model, ['dense'])
  expect(inferShapes(cut).faults).toMatchObject([{ code: 'model.unconnected', to: 'output' }])
  const mended = connectLayers(cut, 'flatten', 'output')
  expect(inferShapes(mended).faults).toEqual([])
  expect(mended.keras.config.output_layers).toEqual([['output', 0, 0]])
})

test('Undo takes an added layer back, and redo brings it again', () => {
  openDesign('m', buildTemplate('tabular-classifier', null))
  const count = () => useDesign.getState().document?.keras.config.layers.length
  const before = count() as number
  useDesign.getState().change((now) => addLayer(now, 'Dropout', { x: 0, y: 0 }, 'dense').document)
  expect(count()).toBe(before + 1)
  undo()
  expect(count()).toBe(before)
  undo()
  expect(count()).toBe(before)
  redo()
  expect(count()).toBe(before + 1)
})
