import type { Run } from '../../../contract/training/run.ts'
import { useFailureText } from '../../i18n/failure-text.ts'

/** Why a run trains op by op, in the window's language; early runs have it in the engine's words. Empty when it is compiled. */
export function useNotCompiled({ resolved }: Pick<Run, 'resolved'>): string {
  const text = useFailureText()
  const because = resolved?.notCompiledBecause ?? ''
  return typeof because === 'string' ? because : text(because).message
}
