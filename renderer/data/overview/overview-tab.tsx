import { Stack } from '@mantine/core'
import type { Dataset } from '../../../contract/dataset.ts'
import { PlanSummary } from '../plan-summary.tsx'
import { ColumnsOverview } from './columns-overview.tsx'

/** What the data set holds at a glance: counts, balance, columns, and what was left out. */
export function OverviewTab({ dataset }: { dataset: Dataset }) {
  return (
    <Stack gap="md">
      <PlanSummary plan={dataset} />
      {dataset.columns.length > 0 && <ColumnsOverview dataset={dataset} />}
    </Stack>
  )
}
