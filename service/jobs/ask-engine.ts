import type { EngineOrder, EngineReport } from '../../contract/engine.ts'
import { type FailureCode, Fault, failureTexts } from '../../contract/failure.ts'
import type { Core } from '../app/core.ts'
import { deviceSeen } from '../app/device.ts'
import { deathOf } from './engines.ts'

/** What each short job is answered by. */
const answers = { evaluate: 'evaluated', predict: 'predicted', reconstruct: 'reconstructed' } as const
type Asked = keyof typeof answers
type Answer<Kind extends Asked> = Extract<EngineReport, { kind: (typeof answers)[Kind] }>

/**
 * Has one short job done by an engine of its own and gives its answer.
 * @throws the engine's failure, Fault `engine.died`; an aborted signal kills the engine
 */
export async function askEngine<Kind extends Asked>(
  core: Core,
  order: EngineOrder & { kind: Kind },
  signal: AbortSignal,
): Promise<Answer<Kind>> {
  signal.throwIfAborted()
  const engine = core.engines.take()
  const kill = () => engine.kill()
  signal.addEventListener('abort', kill, { once: true })
  let answer: Answer<Kind> | null = null
  let failed: Fault | null = null
  let stderr = ''
  engine.listen(
    (report) => {
      if (report.kind === 'ready') {
        deviceSeen(core, report.device)
        engine.order(order)
      } else if (report.kind === 'failed') {
        const { code, values, message } = report.failure
        failed = Object.hasOwn(failureTexts, code)
          ? new Fault(code as FailureCode, values ?? {})
          : new Fault('unexpected', { detail: message })
        engine.dismiss()
      } else if (report.kind === answers[order.kind]) {
        answer = report as Answer<Kind>
        engine.dismiss()
      }
    },
    (text) => {
      stderr = (stderr + text).slice(-4000)
    },
  )
  const end = await engine.ended
  signal.removeEventListener('abort', kill)
  core.engines.refill()
  if (answer) return answer
  if (failed) throw failed
  signal.throwIfAborted()
  throw new Fault('engine.died', deathOf(end).values ?? {}, stderr)
}
