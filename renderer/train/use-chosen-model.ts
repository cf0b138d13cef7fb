import type { ModelDocument } from '../../contract/model/model.ts'
import { type ServiceFailure, useCall } from '../service.ts'
import type { ModelChoice } from './train-draft.ts'

/** The document behind a choice: a saved one, a template shaped for the data, or a run's. */
export function useChosenModel(
  choice: ModelChoice | null,
  dataset: string | null,
): { document: ModelDocument | undefined; failure: ServiceFailure | null; pending: boolean } {
  const saved = choice?.kind === 'saved'
  const template = choice?.kind === 'template' && dataset !== null
  const stored = useCall('model.get', { id: saved ? choice.id : '-' }, { enabled: saved })
  const shaped = useCall(
    'model.read',
    { source: choice?.kind === 'template' ? choice.name : '-', dataset: dataset ?? undefined },
    { enabled: template },
  )
  if (choice?.kind === 'run') return { document: choice.document, failure: null, pending: false }
  if (saved) return { document: stored.data?.document, failure: stored.error, pending: stored.isPending }
  if (template) return { document: shaped.data, failure: shaped.error, pending: shaped.isPending }
  return { document: undefined, failure: null, pending: false }
}
