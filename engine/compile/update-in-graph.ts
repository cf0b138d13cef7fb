import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { TrainingState } from '../train/trainer.ts'
import { fusedUpdate } from './fused-updates.ts'
import type { Graph, Ref } from './graph.ts'
import type { GraphVariables } from './graph-variables.ts'

/** The updates that TensorFlow does in one op; the others are part of what is recorded. */
export interface UpdateInGraph {
  /** Whether the variable at this place of `state.trained` is updated here. */
  isFused(place: number): boolean
  /**
   * Updates these variables; gives what must have run.
   * @param gradients of the variables that are fused, then the squares of those of looked-up tables, both by place
   * @param reads all variables as they are when the step begins
   */
  apply(gradients: Ref[], reads: Ref[], rate: Ref): Ref[]
}

/** Puts the optimizer's updates into a graph. */
export function addUpdates(graph: Graph, state: TrainingState, variables: GraphVariables): UpdateInGraph {
  const { settings, name } = state.optimizer
  const update = fusedUpdate(name, settings)
  // Of the ops for tables, only Adam's can be told what stands for the square.
  const knowsTables = name === 'adam' || name === 'adamw' || !state.optimizer.squares
  const isFused = (place: number) =>
    update !== undefined &&
    !settings.use_ema &&
    !state.constrained.has(place) &&
    (knowsTables || !state.sparse.has(place))
  const places = [...state.trained.keys()].filter(isFused)
  const tables = places.filter((place) => state.sparse.has(place))
  const float = [attribute.type('T', 'float32')]
  const number = (value: number) => graph.constant(dataTypes.float32, [], Float32Array.of(value))
  const handle = (index: number | undefined) => variables.handles[index as number] as Ref
  const change = (op: 'AssignAddVariableOp' | 'AssignSubVariableOp', variable: Ref, by: Ref) =>
    graph.op(op, [variable, by], [attribute.type('dtype', 'float32')])

  return {
    isFused,
    apply(gradients, reads, rate) {
      if (!update) return []
      const cast = [attribute.type('SrcT', 'int32'), attribute.type('DstT', 'float32')]
      const clock = graph.op('Cast', [reads[state.clock] as Ref], cast)
      const step = graph.op('AddV2', [clock, number(1)], float)
      return places.map((place, at) => {
        const index = state.trained[place] as number
        const gradient = gradients[at] as Ref
        const slots = (state.slots[place] as number[]).map(handle)
        const after: Ref[] = []
        if (settings.weight_decay) {
          const decay = graph.op('Mul', [reads[index] as Ref, number(settings.weight_decay)], float)
          after.push(change('AssignSubVariableOp', handle(index), graph.op('Mul', [decay, rate], float)))
        }
        const square = gradients[places.length + tables.indexOf(place)]
        if (tables.includes(place) && square) {
          // The op squares the gradient by itself. What Keras squares differs from that where a row was looked up twice, so
          // the second moment is moved beforehand to where the op brings it to Keras's: v' b + g^2 (1 - b) = v b + s (1 - b).
          const decay = settings.beta_2 as number
          const own = graph.op('Square', [gradient], float)
          const differs = graph.op('Sub', [square, own], float)
          const by = graph.op('Mul', [differs, number((1 - decay) / decay)], float)
          after.push(change('AssignAddVariableOp', slots[1] as Ref, by))
        }
        return update(graph, settings, { variable: handle(index), slots, gradient, rate, step, after })
      })
    },
  }
}
