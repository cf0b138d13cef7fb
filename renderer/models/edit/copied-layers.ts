import { z } from 'zod'
import { KerasLayer, type ModelDocument, Position } from '../../../contract/model/model.ts'
import { freeName } from './edit-graph.ts'
import { changeTensors, dropTensors, layersOf, settle } from './settle-graph.ts'

/** Layers as they lie on the clipboard: as text, so that another model, or another window, can take them. */
const Copied = z.object({
  format: z.literal('lathe-layers'),
  layers: z.array(KerasLayer).min(1),
  positions: z.record(z.string(), Position),
})
type Copied = z.infer<typeof Copied>

/** The layers of these names and the connections among them, as text. */
export function copyLayers(document: ModelDocument, names: string[]): string {
  const chosen = new Set(names)
  const layers = dropTensors(
    layersOf(document).filter(({ name }) => chosen.has(name)),
    (tensor) => !chosen.has(tensor.config.keras_history[0]),
  )
  const positions = Object.fromEntries(
    Object.entries(document.canvas.positions).filter(([name]) => chosen.has(name)),
  )
  return JSON.stringify({ format: 'lathe-layers', layers, positions } satisfies Copied)
}

/** What text holds layers; null when it holds none. */
export function readCopied(text: string): Copied | null {
  try {
    const found = Copied.safeParse(JSON.parse(text))
    return found.success ? found.data : null
  } catch {
    return null
  }
}

/** Puts copied layers beside where they were taken from, under free names; gives those names. */
export function pasteLayers(
  document: ModelDocument,
  copied: Copied,
): { document: ModelDocument; names: string[] } {
  const taken = layersOf(document).map(({ name }) => name)
  const renamed = new Map<string, string>()
  for (const { name } of copied.layers) renamed.set(name, freeName([...taken, ...renamed.values()], name))
  const newName = (name: string) => renamed.get(name) ?? name
  const layers = changeTensors(copied.layers, (tensor) => {
    const [name, call, output] = tensor.config.keras_history
    return { ...tensor, config: { ...tensor.config, keras_history: [newName(name), call, output] } }
  }).map((layer) => ({
    ...layer,
    name: newName(layer.name),
    config: { ...layer.config, name: newName(layer.name) },
  }))
  const places = Object.fromEntries(
    Object.entries(copied.positions).map(([name, { x, y }]) => [newName(name), { x: x + 32, y: y + 32 }]),
  )
  const positions = { ...document.canvas.positions, ...places }
  return {
    document: settle(document, [...layersOf(document), ...layers], positions),
    names: [...renamed.values()],
  }
}
