import type { KerasLayer, KerasTensor } from '../model/model.ts'

/** Which layer's output a call takes: a layer that is called several times has an output for each call. */
export interface Reference {
  layer: string
  call: number
  output: number
}

const isTensor = (value: unknown): value is KerasTensor =>
  (value as KerasTensor | null)?.class_name === '__keras_tensor__'

/** Every tensor in the arguments of a call, lists and named arguments included, in their order. */
function tensorsIn(value: unknown): KerasTensor[] {
  if (isTensor(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(tensorsIn)
  if (typeof value !== 'object' || value === null) return []
  const places = (name: string) =>
    namedPlaces.includes(name) ? namedPlaces.indexOf(name) : namedPlaces.length
  return Object.entries(value)
    .sort(([a], [b]) => places(a) - places(b))
    .flatMap(([, item]) => tensorsIn(item))
}

/** The order of what may be given by name instead of by place; only attention has such. */
const namedPlaces = ['query', 'value', 'key', 'attention_mask']

/** What each call of a layer takes. A layer with more than one call shares its weights among them. */
export const callsOf = (layer: KerasLayer): Reference[][] =>
  layer.inbound_nodes.map((node) =>
    [...tensorsIn(node.args), ...tensorsIn(node.kwargs)].map(({ config }) => {
      const [name, call, output] = config.keras_history
      return { layer: name, call, output }
    }),
  )

/** The arguments of `keras.layers.MultiHeadAttention` that are given by place. */
const attentionPlaces = ['query', 'value', 'key', 'query_mask', 'value_mask', 'key_mask', 'attention_mask']

/** What each tensor of a call of attention is, in the order in which `callsOf` has them: `query`, `attention_mask` ... */
export const attentionRoles = ({ args, kwargs }: KerasLayer['inbound_nodes'][number]): string[] => [
  ...args.flatMap((value, place) => (isTensor(value) ? [attentionPlaces[place] ?? ''] : [])),
  ...namedPlaces.filter((name) => isTensor(kwargs[name])),
]

/** The layers whose outputs a layer takes, call by call in the order of its arguments. */
export const sourcesOf = (layer: KerasLayer): string[] =>
  callsOf(layer).flatMap((call) => call.map((source) => source.layer))

/** Changes every tensor in the arguments of a call; one that gives null is left out of its list. */
export function mapTensors(value: unknown, change: (tensor: KerasTensor) => KerasTensor | null): unknown {
  if (isTensor(value)) return change(value)
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const changed = mapTensors(item, change)
      return changed === null && isTensor(item) ? [] : [changed]
    })
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTensors(item, change)]))
  return value
}

/** Keras writes one reference as a triple and several as a list of triples; one output of a list is a list of one. */
export function referencesOf(references: unknown): Reference[] {
  const list = references as unknown[]
  const triples = (typeof list[0] === 'string' ? [list] : list) as [string, number, number][]
  return triples.map(([layer, call, output]) => ({ layer, call, output }))
}
