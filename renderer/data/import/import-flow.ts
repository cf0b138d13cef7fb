import { create } from 'zustand'
import type { Dataset, ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { UploadFile, UploadProgress } from '../../connection/connection.ts'
import { callService, connection, ServiceFailure } from '../../service.ts'

/** Where an import stands: nothing, files on their way, being looked at, a plan to agree to, being brought in. */
export type ImportFlow =
  | { step: 'idle' }
  | { step: 'uploading'; progress: UploadProgress; cancel: () => void }
  | { step: 'planning'; task: string }
  | { step: 'plan'; plan: ImportPlan; options: ImportOptions; failure: Failure | null }
  | { step: 'importing'; task: string }
  | { step: 'failed'; failure: Failure }

/** `refused`: something was dropped while an import was under way, and the person has not been past that yet. */
export const useImportFlow = create<{ flow: ImportFlow; refused: boolean }>()(() => ({
  flow: { step: 'idle' },
  refused: false,
}))
const go = (flow: ImportFlow) =>
  useImportFlow.setState(
    flow.step === 'importing' || flow.step === 'planning' ? { flow } : { flow, refused: false },
  )

/** What lies ready to be imported. In a browser it was sent to the service, which removes it when it is not wanted. */
let ready: string[] = []
function abandon(): void {
  const paths = ready
  ready = []
  if (paths.length > 0) void callService('dataset.abandon', { paths }).catch(() => {})
}

/** Looks at what was dropped or picked and shows a plan; in a browser the files are sent first. */
export async function beginImport(from: { paths: string[] } | { files: UploadFile[] }): Promise<void> {
  // What is under way is seen to its end; a second drop meanwhile would leave two that overwrite each other.
  if (['uploading', 'planning', 'importing'].includes(useImportFlow.getState().flow.step)) {
    useImportFlow.setState({ refused: true })
    return
  }
  abandon()
  try {
    const paths = 'paths' in from ? from.paths : [await sendFiles(from.files)]
    if (paths.length === 0) {
      go({ step: 'idle' })
      return
    }
    ready = paths
    const task = crypto.randomUUID()
    go({ step: 'planning', task })
    const plan = await callService('dataset.plan', { paths, task })
    go({ step: 'plan', plan, options: { name: plan.name }, failure: null })
  } catch (thrown) {
    fail(thrown)
  }
}

function sendFiles(files: UploadFile[]): Promise<string> {
  const control = new AbortController()
  const cancel = () => control.abort()
  const told = (progress: UploadProgress) => go({ step: 'uploading', progress, cancel })
  told({ sentBytes: 0, totalBytes: files.reduce((sum, { file }) => sum + file.size, 0) })
  return connection().upload(files, control.signal, told)
}

/** Brings the plan in as agreed; null when it was cancelled or failed, which the flow then says. */
export async function agree(plan: ImportPlan, options: ImportOptions): Promise<Dataset | null> {
  const task = crypto.randomUUID()
  go({ step: 'importing', task })
  try {
    const dataset = await callService('dataset.import', { paths: plan.paths, task, options })
    ready = []
    go({ step: 'idle' })
    return dataset
  } catch (thrown) {
    if (thrown instanceof ServiceFailure && thrown.code !== 'cancelled') {
      // What was typed stays, so that a taken name costs one word.
      go({ step: 'plan', plan, options, failure: thrown.failure })
    } else fail(thrown)
    return null
  }
}

/** Brings in one of the samples that come with Lathe. */
export async function importSample(sample: 'fashion-mnist' | 'iris'): Promise<Dataset | null> {
  const task = crypto.randomUUID()
  go({ step: 'importing', task })
  try {
    const dataset = await callService('dataset.importSample', { sample, task })
    go({ step: 'idle' })
    return dataset
  } catch (thrown) {
    fail(thrown)
    return null
  }
}

/** Looks at the same files again, to be read otherwise; what was found before stays where that cannot be. */
export async function planAgain(plan: ImportPlan, options: ImportOptions): Promise<void> {
  const task = crypto.randomUUID()
  go({ step: 'planning', task })
  try {
    const found = await callService('dataset.plan', { paths: plan.paths, task, options })
    go({ step: 'plan', plan: found, options, failure: null })
  } catch (thrown) {
    if (!(thrown instanceof ServiceFailure)) fail(thrown)
    else go({ step: 'plan', plan, options, failure: thrown.code === 'cancelled' ? null : thrown.failure })
  }
}

/** Reads what was dropped otherwise; the plan follows. */
export function changeOptions(options: ImportOptions): void {
  const { flow } = useImportFlow.getState()
  if (flow.step === 'plan') go({ ...flow, options })
}

/** Gives an import up: what was uploaded for it goes. */
export function closeImport(): void {
  abandon()
  go({ step: 'idle' })
}

function fail(thrown: unknown): void {
  abandon()
  if (thrown instanceof ServiceFailure) {
    go(thrown.code === 'cancelled' ? { step: 'idle' } : { step: 'failed', failure: thrown.failure })
    return
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  if (error.name === 'AbortError') {
    go({ step: 'idle' })
    return
  }
  go({
    step: 'failed',
    failure: { code: 'unexpected', message: error.message, values: { detail: error.message } },
  })
}
