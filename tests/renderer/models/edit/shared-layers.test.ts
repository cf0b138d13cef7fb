import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { callsOf } from '../../../../contract/graph/layer-calls.ts'
import { readKerasModel } from '../../../../contract/model/keras-json.ts'
import type { ModelDocument } from '../../../../contract/model/model.ts'
import { arrange, nodeSize } from '../../../../renderer/models/edit/arrange.ts'
import { copyLayers, pasteLayers, readCopied } from '../../../../renderer/models/edit/copied-layers.ts'
import { disconnectLayers, removeLayers } from '../../../../renderer/models/edit/edit-graph.ts'

const file = fileURLToPath(new URL('../../../reference/models/shared.json', import.meta.url))
const shared = () => readKerasModel(JSON.parse(readFileSync(file, 'utf8')), 'shared')
const takes = (model: ModelDocument, name: string) =>
  model.keras.config.layers
    .filter((layer) => layer.name === name)
    .flatMap((layer) => callsOf(layer).map((call) => call.map((one) => `${one.layer} ${one.call}`)))

test('a shared layer that loses its first call keeps the second, and what took it still does', () => {
  const cut = disconnectLayers(shared(), [{ from: 'left', to: 'look', fromCall: 0, toCall: 0 }])
  expect(takes(cut, 'look')).toEqual([['right 0']])
  expect(takes(cut, 'both')).toEqual([['look 0']])
})

test('taking away what feeds one call takes along the calls that hang on it alone', () => {
  const cut = removeLayers(shared(), ['relu'])
  expect(takes(cut, 'twice')).toEqual([['narrow 0']])
  expect(takes(cut, 'sum')).toEqual([['narrow 0']])
  expect(takes(cut, 'size')).toEqual([])
  expect(cut.keras.config.output_layers).toContainEqual(['kind', 0, 0])
})

test('a layer that loses its last call stays, and what takes its output goes on taking it', () => {
  const cut = removeLayers(shared(), ['left', 'right'])
  expect(takes(cut, 'look')).toEqual([])
  expect(takes(cut, 'both')).toEqual([['look 0']])
  expect(cut.keras.config.input_layers).toEqual([])
})

test('copied layers come back under free names with the connections among them', () => {
  const model = shared()
  const copied = readCopied(copyLayers(model, ['flat', 'narrow']))
  if (!copied) throw new Error('nothing was copied')
  const { document, names } = pasteLayers(model, copied)
  expect(names).toEqual(['flat_1', 'narrow_1'])
  expect(takes(document, 'flat_1')).toEqual([])
  expect(takes(document, 'narrow_1')).toEqual([['flat_1 0']])
  expect(takes(document, 'narrow')).toEqual([['flat 0']])
  const narrow = document.keras.config.layers.find(({ name }) => name === 'narrow_1')
  expect(narrow?.config.name).toBe('narrow_1')
  const before = model.canvas.positions.flat
  expect(document.canvas.positions.flat_1).toEqual({ x: (before?.x ?? 0) + 32, y: (before?.y ?? 0) + 32 })
})

test('text that holds no layers is not pasted', () => {
  for (const text of ['', 'Dense', '{"format":"lathe-layers","layers":[]}', '[1]'])
    expect(readCopied(text)).toBeNull()
})

test('layers are laid out below what they take, and none over another', () => {
  const model = arrange(shared())
  const { positions } = model.canvas
  const places = Object.entries(positions)
  expect(places).toHaveLength(11)
  for (const [name, { x, y }] of places) {
    for (const [other, at] of places) {
      if (other === name) continue
      const over = Math.abs(at.x - x) < nodeSize.width && Math.abs(at.y - y) < nodeSize.height
      expect([name, other, over]).toEqual([name, other, false])
    }
  }
  for (const name of ['both', 'flat', 'narrow', 'sum', 'kind'])
    for (const source of takes(model, name).flat())
      expect(positions[name]?.y).toBeGreaterThan(positions[source.replace(/ \d+$/, '')]?.y ?? 0)
})
