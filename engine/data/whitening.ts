import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart, PackedTensor } from '../../contract/data/packed.ts'
import type { TrainOrder } from '../../contract/engine.ts'
import { createGraph } from '../compile/graph.ts'
import { openSession } from '../compile/session.ts'
import { readSafetensors, writeSafetensors } from '../export/safetensors.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { Line } from '../train/line.ts'
import { openBatches } from './batches.ts'

/** Pictures that the matrix is learnt from; of more, that many evenly spread ones. */
const mostMeasured = 5000

/** The matrix that whitens pictures [size, size], row by row: a graph cannot hold a tensor that was made outside of it. */
export interface Whitening {
  size: number
  values: Float32Array
}

const fileIn = (runFolder: string) => join(runFolder, 'whitening.safetensors')

/** The matrix that whitens the pictures a run reads, where they are whitened. */
export function readWhitening(runFolder: string, inputs: readonly PackedTensor[]): Whitening | null {
  if (!inputs[0]?.whitening) return null
  const { shape = [], values = new Float32Array() } = readSafetensors(fileIn(runFolder)).get('matrix') ?? {}
  return { size: shape[0] ?? 0, values }
}

/** The same, learnt from the rows that are trained on and kept with the run; what a run that goes on learnt before is read again. */
export function learnWhitening(
  tf: TensorFlow,
  { folder, data, resume }: Pick<TrainOrder, 'folder' | 'data' | 'resume'>,
  { part, rows }: { part: PackedPart; rows: Int32Array },
  line: Pick<Line, 'report'>,
): Whitening | null {
  const { whitening } = part.inputs[0] ?? {}
  if (!whitening) return null
  if (!resume || !existsSync(fileIn(folder))) {
    const step = Math.max(1, rows.length / mostMeasured)
    const some = Int32Array.from(
      { length: Math.min(rows.length, mostMeasured) },
      (_, at) => rows[Math.floor(at * step)] as number,
    )
    const source = openBatches(tf, data, part, 0)
    const { inputs, targets } = source.batch(some)
    source.close()
    const [pictures] = inputs as [Tensor]
    const size = pictures.size / some.length
    line.report({ kind: 'log', line: `Learns the whitening of ${size} values from ${some.length} pictures.` })
    const values = whiteningMatrix(tf, pictures.reshape([some.length, -1]), whitening.epsilon)
    tf.dispose([inputs, targets])
    writeSafetensors(fileIn(folder), new Map([['matrix', { shape: [size, size], values }]]))
  }
  return readWhitening(folder, part.inputs)
}

/**
 * `ImageDataGenerator.fit` with `zca_whitening`: U diag(sqrt(n) / (s + epsilon)) U', where U and s are the left singular vectors and
 * singular values of the pictures' columns. They come from the eigenvectors of X'X in float64, which is as exact as Keras's float32.
 * @param pictures centred [pictures, values]
 * @returns [values, values], row by row
 */
export function whiteningMatrix(tf: TensorFlow, pictures: Tensor, epsilon: number): Float32Array {
  const graph = createGraph()
  const double = attribute.type('T', 'float64')
  const number = (value: number) =>
    graph.op(
      'Cast',
      [graph.constant(dataTypes.float32, [], Float32Array.of(value))],
      [attribute.type('SrcT', 'float32'), attribute.type('DstT', 'float64')],
    )
  const rows = graph.op(
    'Cast',
    [graph.placeholder('pictures', 'float32')],
    [attribute.type('SrcT', 'float32'), attribute.type('DstT', 'float64')],
  )
  const transposed = (a: boolean, b: boolean) => [
    double,
    attribute.bool('transpose_a', a),
    attribute.bool('transpose_b', b),
  ]
  const eigen = graph.op(
    'SelfAdjointEigV2',
    [graph.op('MatMul', [rows, rows], transposed(true, false))],
    [double, attribute.bool('compute_v', true)],
  )
  const singular = graph.op('Sqrt', [graph.op('Maximum', [eigen, number(0)], [double])], [double])
  const factors = graph.op(
    'RealDiv',
    [
      number(Math.sqrt(pictures.shape[0] as number)),
      graph.op('AddV2', [singular, number(epsilon)], [double]),
    ],
    [double],
  )
  const vectors = `${eigen}:1`
  const stretched = graph.op('Mul', [vectors, factors], [double])
  const matrix = graph.op(
    'Cast',
    [graph.op('MatMul', [stretched, vectors], transposed(false, true))],
    [attribute.type('SrcT', 'float64'), attribute.type('DstT', 'float32')],
  )
  const session = openSession(tf, graph)
  try {
    return session.values({ pictures }, [matrix])[0] as Float32Array
  } finally {
    session.close()
  }
}
