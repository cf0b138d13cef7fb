import type { Dataset } from '../../../contract/dataset.ts'
import { SamplesView } from './samples-view.tsx'

/** The items themselves. */
export function SamplesTab({ dataset }: { dataset: Dataset }) {
  return <SamplesView dataset={dataset} />
}
