import { useParams } from 'react-router'
import { DatasetPage } from './dataset-page.tsx'
import { DatasetsList } from './datasets-list.tsx'
import { useImportFlow } from './import/import-flow.ts'
import { ImportPanel } from './import/import-panel.tsx'

/** Data sets: the list, one of them, or the import under way. */
export function DataScreen() {
  const { id } = useParams()
  const { flow } = useImportFlow()
  if (flow.step !== 'idle') return <ImportPanel flow={flow} />
  return id ? <DatasetPage key={id} id={id} /> : <DatasetsList />
}
