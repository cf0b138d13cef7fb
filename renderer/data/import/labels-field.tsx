import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import { planAgain } from './import-flow.ts'

/** Whether an item has one label, any number of them or, if it is a picture, values to predict: where that can be asked. */
export function LabelsField({ plan, options }: { plan: ImportPlan; options: ImportOptions }) {
  const { t } = useTranslation('reading')
  const table = plan.columns.length > 0
  const labelled = table || plan.warnings.some(({ code }) => code === 'labelled-by' || code === 'valued-by')
  if (!labelled || (table && plan.task === 'regression')) return null
  const choices = table ? (['one', 'several'] as const) : (['one', 'several', 'values'] as const)
  const now = plan.values.length ? 'values' : plan.task === 'multilabel' ? 'several' : 'one'
  return (
    <NativeSelect
      label={t('labels')}
      size="xs"
      w={160}
      value={now}
      onChange={(event) => {
        const labels = choices.find((one) => one === event.currentTarget.value)
        void planAgain(plan, { ...options, labels, columns: undefined })
      }}
      data={choices.map((value) => ({ value, label: t(`labelCount.${value}`) }))}
    />
  )
}
