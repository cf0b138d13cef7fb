import type { EngineReport } from '../../contract/engine.ts'
import { describe, type Failure } from '../../contract/failure.ts'
import { type Engine, type EngineEnd, spawnEngine } from './engine-process.ts'

type Ready = Extract<EngineReport, { kind: 'ready' }>

/** Engines for jobs: one is kept warm, so that a job does not wait for TensorFlow to load. */
export interface Engines {
  /** An engine that was given to nobody else. The spare takes a GPU's memory as it is needed; one that is not to is made anew. */
  take(gpuMemoryGrowth?: boolean): Engine
  /** Makes a new spare when there is none and spares are wanted. */
  refill(): void
  stop(): Promise<void>
}

/** The engine processes of a service. `wanted`: one is kept warm; `onReady` hears what each finds when it comes up. */
export function createEngines(
  projectRoot: string,
  wanted: boolean,
  onReady: (ready: Ready) => void,
): Engines {
  const alive = new Set<Engine>()
  let spare: Engine | null = null
  let stopped = false

  const start = (gpuMemoryGrowth = true): Engine => {
    const engine = spawnEngine(projectRoot, gpuMemoryGrowth)
    alive.add(engine)
    void engine.ended.then(() => {
      alive.delete(engine)
      if (spare === engine) spare = null
    })
    return engine
  }
  const engines: Engines = {
    take(gpuMemoryGrowth = true) {
      if (!gpuMemoryGrowth) return start(false)
      const engine = spare ?? start()
      spare = null
      return engine
    },
    refill() {
      if (!wanted || stopped || spare) return
      const engine = start()
      spare = engine
      const early: EngineReport[] = []
      engine.listen(
        (report) => {
          early.push(report)
          if (report.kind === 'ready') onReady(report)
        },
        () => {},
      )
      // Whoever takes it must hear what it said while it was waiting.
      const listen = engine.listen
      engine.listen = (onReport, onStderr) => {
        listen(onReport, onStderr)
        for (const report of early.splice(0)) onReport(report)
      }
    },
    async stop() {
      stopped = true
      for (const engine of alive) engine.kill()
      await Promise.all([...alive].map((engine) => engine.ended))
    },
  }
  engines.refill()
  return engines
}

/** What to say of an engine that ended without a last report. */
export function deathOf(end: EngineEnd): Failure {
  return describe('engine.died', { detail: end.signal ? `signal ${end.signal}` : `exit code ${end.code}` })
}

/** Signals that others send. The rest (SIGSEGV, SIGABRT ...) is the engine's own fault. */
export function killedFromOutside(end: EngineEnd): boolean {
  return end.signal !== null && ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'].includes(end.signal)
}
