import type { OptimizerName } from '../../contract/training/optimizers.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { Graph, Ref } from './graph.ts'

/** What an update op of TensorFlow is given. Handles are of variables, the rest are float32 scalars or the gradient. */
export interface UpdateInputs {
  variable: Ref
  slots: Ref[]
  gradient: Ref
  rate: Ref
  /** Number of the step from 1. */
  step: Ref
  after: Ref[]
}

type Fused = (graph: Graph, settings: Record<string, number>, inputs: UpdateInputs) => Ref

const float = (graph: Graph, value: number) => graph.constant(dataTypes.float32, [], Float32Array.of(value))

const power = (graph: Graph, base: number, exponent: Ref) =>
  graph.op('Pow', [float(graph, base), exponent], [attribute.type('T', 'float32')])

const apply = (graph: Graph, kind: string, inputs: Ref[], after: Ref[], nesterov?: boolean) =>
  graph.op(
    kind,
    inputs,
    [
      attribute.type('T', 'float32'),
      attribute.bool('use_locking', false),
      ...(nesterov === undefined ? [] : [attribute.bool('use_nesterov', nesterov)]),
    ],
    { after },
  )

/**
 * The updates that TensorFlow has as one op over the whole variable, and that compute just what Keras computes
 * (tensorflow/core/kernels/training_ops.cc). What is not here is traced from `optimizer-rules.ts`.
 */
const fused: Partial<Record<OptimizerName, Fused>> = {
  sgd: (graph, settings, { variable, slots: [slot], gradient, rate, after }) =>
    slot
      ? apply(
          graph,
          'ResourceApplyKerasMomentum',
          [variable, slot, rate, gradient, float(graph, settings.momentum as number)],
          after,
          settings.nesterov === 1,
        )
      : apply(graph, 'ResourceApplyGradientDescent', [variable, rate, gradient], after),
  adam: (graph, settings, { variable, slots: [first, second], gradient, rate, step, after }) => {
    const { beta_1, beta_2, epsilon } = settings as Record<'beta_1' | 'beta_2' | 'epsilon', number>
    return apply(
      graph,
      'ResourceApplyAdam',
      [
        variable,
        first as Ref,
        second as Ref,
        power(graph, beta_1, step),
        power(graph, beta_2, step),
        rate,
        float(graph, beta_1),
        float(graph, beta_2),
        float(graph, epsilon),
        gradient,
      ],
      after,
      false,
    )
  },
  adadelta: (graph, settings, { variable, slots: [squares, moves], gradient, rate, after }) =>
    apply(
      graph,
      'ResourceApplyAdadelta',
      [
        variable,
        squares as Ref,
        moves as Ref,
        rate,
        float(graph, settings.rho as number),
        float(graph, settings.epsilon as number),
        gradient,
      ],
      after,
    ),
  adamax: (graph, settings, { variable, slots: [first, norm], gradient, rate, step, after }) => {
    const { beta_1, beta_2, epsilon } = settings as Record<'beta_1' | 'beta_2' | 'epsilon', number>
    return apply(
      graph,
      'ResourceApplyAdaMax',
      [
        variable,
        first as Ref,
        norm as Ref,
        power(graph, beta_1, step),
        rate,
        float(graph, beta_1),
        float(graph, beta_2),
        float(graph, epsilon),
        gradient,
      ],
      after,
    )
  },
}
fused.momentum = fused.sgd
fused.adamw = fused.adam

/** The one-op update of this optimizer with these settings, if TensorFlow has one that is Keras's. */
export function fusedUpdate(name: OptimizerName, settings: Record<string, number>): Fused | undefined {
  return settings.amsgrad ? undefined : fused[name]
}
