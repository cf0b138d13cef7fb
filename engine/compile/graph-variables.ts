import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { attribute, type DataType } from '../runtime/native-op.ts'
import type { Graph, Ref } from './graph.ts'
import type { Session } from './session.ts'

/** Variables of tfjs that live in a session while it trains. */
export interface GraphVariables {
  readonly variables: Variable[]
  readonly handles: Ref[]
  /** Reads all of them; `after` says what must have happened before. One list of reads serves one step. */
  read(after: Ref[]): Ref[]
  assign(index: number, value: Ref, after?: Ref[]): Ref
  /** Takes the values of the variables into the session. */
  push(session: Session): void
  /** Brings the session's values back into the variables. */
  pull(session: Session): void
}

/** Puts variables into the graph. */
export function addVariables(graph: Graph, variables: Variable[]): GraphVariables {
  const types = variables.map((variable) => attribute.type('dtype', variable.dtype as DataType))
  const typeOf = (index: number) => types[index] as (typeof types)[number]
  const handles = variables.map((variable, index) =>
    graph.variable(`variable_${index}`, variable.dtype as DataType, variable.shape),
  )
  const assign = (index: number, value: Ref, after: Ref[] = []) =>
    graph.op('AssignVariableOp', [handles[index] as Ref, value], [typeOf(index)], { after })
  const read = (after: Ref[]) =>
    handles.map((handle, index) => graph.op('ReadVariableOp', [handle], [typeOf(index)], { after }))
  const feeds = variables.map((variable, index) =>
    graph.placeholder(`start_${index}`, variable.dtype as DataType),
  )
  const one = graph.constant(1, [], Float32Array.of(1))
  const started = graph.op('Identity', [one], [attribute.type('T', 'float32')], {
    after: feeds.map((feed, index) => assign(index, feed)),
  })
  const values = read([])
  return {
    variables,
    handles,
    read,
    assign,
    push(session) {
      const given = Object.fromEntries(
        variables.map((variable, index) => [`start_${index}`, variable as Tensor]),
      )
      for (const tensor of session.run(given, [started])) tensor.dispose()
    },
    pull(session) {
      for (const [index, value] of session.run({}, values).entries()) {
        variables[index]?.assign(value)
        value.dispose()
      }
    },
  }
}
