import { Fault } from '../../../contract/failure.ts'
import { referencesOf } from '../../../contract/graph/layer-calls.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'

/** A data set has one input and one target an item. @throws Fault `run.several-inputs` for a model with more */
export function refuseSeveralInputs({ keras }: ModelDocument): void {
  const inputs = referencesOf(keras.config.input_layers).length
  const outputs = referencesOf(keras.config.output_layers).length
  if (inputs > 1 || outputs > 1) throw new Fault('run.several-inputs', { inputs, outputs })
}
