import type { layers } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { KerasLayer } from '../../contract/model/model.ts'
import { activationMakers } from './activation-layers.ts'
import { attention } from './attention/attention.ts'
import { batchNormalization } from './batch-normalization.ts'
import { convolutionMakers } from './convolution-layers.ts'
import { dense } from './dense.ts'
import { embedding } from './embedding.ts'
import { mergeMakers } from './merge-layers.ts'
import { noiseMakers } from './noise-layers.ts'
import { normalizationMakers } from './normalization-layers.ts'
import { poolingMakers } from './pooling-layers.ts'
import { bidirectional } from './recurrent/bidirectional.ts'
import { convLstm2d } from './recurrent/conv-lstm.ts'
import { recurrent } from './recurrent/recurrent.ts'
import type { BuildContext, Settings } from './settings/settings.ts'
import { shapeMakers } from './shape-layers.ts'
import { timeDistributed } from './time-distributed.ts'

type Layer = layers.Layer
type Make = (context: BuildContext, name: string, config: Settings, call: Record<string, unknown>) => Layer

/** How each Keras layer is made. A layer that is not here cannot be trained. */
const makers: Record<string, Make> = {
  Dense: dense,
  Embedding: embedding,
  BatchNormalization: batchNormalization,
  LSTM: (context, name, config) => recurrent(context, 'LSTM', name, config),
  GRU: (context, name, config) => recurrent(context, 'GRU', name, config),
  SimpleRNN: (context, name, config) => recurrent(context, 'SimpleRNN', name, config),
  ConvLSTM2D: convLstm2d,
  Bidirectional: twoWays,
  TimeDistributed: (context, name, config, call) => {
    const inner = config.layer as Pick<KerasLayer, 'class_name' | 'config'>
    return timeDistributed(
      context,
      name,
      makeLayer(context, inner.class_name, `${name}/${inner.config.name}`, inner.config, call),
    )
  },
  MultiHeadAttention: attention,
  ...activationMakers,
  ...convolutionMakers,
  ...mergeMakers,
  ...noiseMakers,
  ...normalizationMakers,
  ...poolingMakers,
  ...shapeMakers,
}

function twoWays(context: BuildContext, name: string, config: Settings): Layer {
  const inner = config.layer as { class_name: string; config: Record<string, unknown> }
  // Keras writes the layer that reads backwards out as well; it may differ from the other in more than its direction.
  const other = (config.backward_layer ?? inner) as typeof inner
  const make = (direction: string, one: typeof inner, backwards: boolean) =>
    makeLayer(context, one.class_name, `${name}/${direction}_${inner.config.name as string}`, {
      ...one.config,
      go_backwards: backwards,
    })
  const backwards = inner.config.go_backwards === true
  return bidirectional(
    context,
    name,
    config.merge_mode === undefined ? 'concat' : config.merge_mode,
    [make('forward', inner, backwards), make('backward', other, !backwards)],
    inner.config.return_sequences === true,
  )
}

/**
 * A layer by its Keras class.
 * @param call what Keras wrote down of its call besides the tensors
 * @throws Fault `engine.layer-unsupported` for a layer that is not in the list above
 */
export function makeLayer(
  context: BuildContext,
  kind: string,
  name: string,
  config: Settings,
  call: Record<string, unknown> = {},
): Layer {
  const make = makers[kind]
  if (!make) throw new Fault('engine.layer-unsupported', { layer: name, kind })
  const layer = make(context, name, config, call)
  layer.trainable = config.trainable !== false
  return layer
}
