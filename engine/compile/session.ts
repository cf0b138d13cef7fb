import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { nativeBackend, type TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Graph, Ref } from './graph.ts'
import { sessionConfig } from './session-config.ts'

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
  sweepGraphs(tmpdir())
  const folder = mkdtempSync(join(tmpdir(), `lathe-graph-${process.pid}-`))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph.savedModel())
    // Read by the change that set-up makes to the binding: scripts/setup/session-config.mjs.
    writeFileSync(join(folder, 'session_config.pb'), sessionConfig(backend.isUsingGpuDevice, graph.size))
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

/** Removes the graphs that an engine which was killed while it loaded one has left in `folder`. */
export function sweepGraphs(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^lathe-graph-(\d+)-/.exec(name)?.[1]
    if (!pid || isAlive(Number(pid))) continue
    try {
      rmSync(join(folder, name), { recursive: true, force: true })
    } catch {
      // Another user's, in a temporary folder that is shared.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
