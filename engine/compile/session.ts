import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { nativeBackend, type TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Graph, Ref } from './graph.ts'

/** A graph that is loaded: its variables live in here. */
export interface Session {
  /** Runs what the fetches need. The tensors it gives are the caller's to dispose of. */
  run(feeds: Record<string, Tensor>, fetches: Ref[]): Tensor[]
  /** As `run`, but gives the values and disposes of the feeds. */
  values(feeds: Record<string, Tensor>, fetches: Ref[]): (Float32Array | Int32Array | Uint8Array)[]
  close(): void
}

/** Hands a graph to TensorFlow. The way there is a SavedModel, the one form of a graph that tfjs-node's binding loads. */
export function openSession(tf: TensorFlow, graph: Graph): Session {
  const backend = nativeBackend(tf)
  const folder = mkdtempSync(join(tmpdir(), 'lathe-graph-'))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph.savedModel())
    const id = backend.binding.loadSavedModel(folder, 'serve')
    const run: Session['run'] = (feeds, fetches) =>
      backend.runSavedModel(
        id,
        Object.values(feeds),
        Object.keys(feeds).map((name) => ({ name })),
        fetches,
      )
    return {
      run,
      values(feeds, fetches) {
        const tensors = run(feeds, fetches)
        const values = tensors.map((tensor) => tensor.dataSync())
        tf.dispose([tensors, feeds])
        return values
      },
      close: () => backend.binding.deleteSavedModel(id),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
