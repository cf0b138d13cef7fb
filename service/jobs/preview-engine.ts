import type { AugmentOrder, EngineReport } from '../../contract/engine.ts'
import { type FailureCode, Fault, failureTexts } from '../../contract/failure.ts'
import type { Core } from '../app/core.ts'
import { deviceSeen } from '../app/device.ts'
import type { Engine } from './engine-process.ts'
import { deathOf } from './engines.ts'

type Augmented = Extract<EngineReport, { kind: 'augmented' }>

/** An engine that nobody has asked for so long is let go: it holds a few hundred megabytes. */
const idleMilliseconds = 90_000

/** An engine that is kept for one preview after the other. */
interface Warm {
  engine: Engine
  ready: Promise<void>
  /** Hears the next report, and the end. */
  heard: (report: EngineReport | null) => void
  idle: NodeJS.Timeout | undefined
  /** Settles when the question before is answered. */
  before: Promise<unknown>
}

const kept = new WeakMap<Core, Warm>()

/**
 * Has items varied by an engine that is kept warm, one question after the other.
 * @throws the engine's failure, Fault `engine.died`
 */
export function askPreview(core: Core, order: AugmentOrder): Promise<Augmented> {
  const warm = kept.get(core) ?? start(core)
  clearTimeout(warm.idle)
  const answer = warm.before.then(() => ask(warm, order))
  warm.before = answer.then(
    () => restart(core, warm),
    () => {},
  )
  return answer
}

function restart(core: Core, warm: Warm): void {
  clearTimeout(warm.idle)
  warm.idle = setTimeout(() => {
    if (kept.get(core) === warm) kept.delete(core)
    warm.engine.dismiss()
  }, idleMilliseconds).unref()
}

function start(core: Core): Warm {
  const engine = core.engines.take()
  let isReady = () => {}
  const warm: Warm = {
    engine,
    ready: new Promise((resolve) => {
      isReady = resolve
    }),
    heard: () => {},
    idle: undefined,
    before: Promise.resolve(),
  }
  kept.set(core, warm)
  engine.listen(
    (report) => {
      if (report.kind === 'ready') {
        deviceSeen(core, report.device)
        isReady()
      } else warm.heard(report)
    },
    () => {},
  )
  void engine.ended.then(() => {
    if (kept.get(core) === warm) kept.delete(core)
    isReady()
    warm.heard(null)
  })
  core.engines.refill()
  return warm
}

async function ask(warm: Warm, order: AugmentOrder): Promise<Augmented> {
  const ended = warm.engine.ended
  await warm.ready
  const report = await new Promise<EngineReport | null>((resolve) => {
    warm.heard = resolve
    void ended.then(() => resolve(null))
    warm.engine.order(order)
  })
  if (report?.kind === 'augmented') return report
  if (report?.kind === 'failed') {
    const { code, values, message } = report.failure
    throw Object.hasOwn(failureTexts, code)
      ? new Fault(code as FailureCode, values ?? {})
      : new Fault('unexpected', { detail: message })
  }
  throw new Fault('engine.died', deathOf(await ended).values ?? {})
}
