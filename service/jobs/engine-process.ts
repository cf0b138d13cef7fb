import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { type EngineOrder, EngineReport } from '../../contract/engine.ts'

/** How an engine ended. `signal` is set when it was killed, by whomever. */
export interface EngineEnd {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Engine {
  readonly pid: number | undefined
  /** Sends an order; one that is lost because the process is gone shows in `ended`. */
  order(order: EngineOrder): void
  /** Reports and lines of stderr that came before anybody listened are given to the first listener. */
  listen(onReport: (report: EngineReport) => void, onStderr: (text: string) => void): void
  /** Settles once, after the last report was given. */
  readonly ended: Promise<EngineEnd>
  kill(): void
  /** Lets it go after its work: it ends by itself when the pipe closes, and is killed when it does not. */
  dismiss(): void
}

/** Starts an engine process; it loads TensorFlow at once and reports `ready`. */
export function spawnEngine(projectRoot: string, gpuMemoryGrowth = true): Engine {
  const child = spawn(process.execPath, [join(projectRoot, 'engine', 'index.ts')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'json',
    env: engineEnvironment(gpuMemoryGrowth),
    windowsHide: true,
  })
  const early: { reports: EngineReport[]; stderr: string[] } = { reports: [], stderr: [] }
  let onReport = (report: EngineReport): void => void early.reports.push(report)
  let onStderr = (text: string): void => {
    early.stderr.push(text)
    if (early.stderr.length > 200) early.stderr.shift()
  }
  child.on('message', (message) => {
    const report = EngineReport.safeParse(withoutNulls(message))
    if (report.success) onReport(report.data)
    else onStderr(`a report of the engine was not understood: ${report.error.message}\n`)
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => onStderr(text))
  }
  return {
    pid: child.pid,
    order: (order) => void (child.connected && child.send(order, () => {})),
    listen(reportListener, stderrListener) {
      onReport = reportListener
      onStderr = stderrListener
      for (const text of early.stderr.splice(0)) stderrListener(text)
      for (const report of early.reports.splice(0)) reportListener(report)
    },
    ended: endOf(child),
    kill: () => void child.kill('SIGKILL'),
    dismiss() {
      if (child.connected) child.disconnect()
      setTimeout(() => child.kill('SIGKILL'), 5000).unref()
    },
  }
}

/** Over when it has exited and its pipe of reports is read to the end; `close` never comes once we disconnected. */
function endOf(child: ChildProcess): Promise<EngineEnd> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }))
    child.once('exit', (code, signal) => {
      if (child.connected) child.once('disconnect', () => resolve({ code, signal }))
      else resolve({ code, signal })
    })
  })
}

/** LATHE_TF_LIBRARIES: folders the loader must know before the process starts (NVIDIA's libraries). */
function engineEnvironment(gpuMemoryGrowth: boolean): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TF_CPP_MIN_LOG_LEVEL: '2',
    // tfjs's binding gives no session options; TensorFlow reads this before it looks at a GPU.
    TF_FORCE_GPU_ALLOW_GROWTH: String(gpuMemoryGrowth),
  }
  if (env.LATHE_TF_LIBRARIES)
    env.LD_LIBRARY_PATH = [env.LATHE_TF_LIBRARIES, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter)
  return env
}

/** A JSON pipe turns NaN and Infinity into null: such a metric is left out rather than shown as a number. */
function withoutNulls(message: unknown): unknown {
  const report = message as { kind?: string; steps?: unknown; epochs?: unknown }
  if (report?.kind !== 'points') return message
  for (const points of [report.steps, report.epochs]) {
    if (!Array.isArray(points)) continue
    for (const { metrics } of points as { metrics: Record<string, unknown> }[])
      for (const name of Object.keys(metrics)) if (metrics[name] === null) delete metrics[name]
  }
  return message
}
