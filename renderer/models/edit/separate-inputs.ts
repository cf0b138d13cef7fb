import { mapTensors } from '../../../contract/graph/layer-calls.ts'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import type { KerasLayer, KerasTensor } from '../../../contract/model/model.ts'

type Call = KerasLayer['inbound_nodes'][number]

/** Query, value and key: Keras's attention takes no more. */
const most = 3

/** The tensors of a call, first those given by place, then those given by name. */
function inputsOf({ args, kwargs }: Call): KerasTensor[] {
  const found: KerasTensor[] = []
  mapTensors([args, kwargs.query, kwargs.value, kwargs.key], (tensor) => {
    found.push(tensor)
    return tensor
  })
  return found
}

/** A call with its inputs one by one. Keras demands a query and a value, so a lone input is both: self attention. */
function calledWith(call: Call, inputs: KerasTensor[]): Call {
  const { query: _, value: __, key: ___, ...kwargs } = call.kwargs
  const [lone, ...others] = inputs
  if (!lone) return call
  return { args: others.length > 0 ? inputs : [lone, lone], kwargs }
}

const sameOutput = (a?: KerasTensor, b?: KerasTensor) =>
  a?.config.keras_history.join() === b?.config.keras_history.join()

/**
 * A call of attention that takes one input more. The second takes the place of the one that stood for both; a fourth takes
 * the place of the key.
 */
export function takeBesides(call: Call, tensor: KerasTensor): Call {
  const inputs = inputsOf(call)
  const own = inputs.length === 2 && sameOutput(inputs[0], inputs[1]) ? inputs.slice(0, 1) : inputs
  return calledWith(call, [...own.slice(0, most - 1), tensor])
}

/** Layers with the calls of attention written as Keras opens them, whatever was taken away from them. */
export const separateInputs = (layers: KerasLayer[]): KerasLayer[] =>
  layers.map((layer) =>
    catalogue[layer.class_name]?.separate
      ? { ...layer, inbound_nodes: layer.inbound_nodes.map((call) => calledWith(call, inputsOf(call))) }
      : layer,
  )
