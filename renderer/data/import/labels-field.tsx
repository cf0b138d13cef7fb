import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import { planAgain } from './import-flow.ts'

/** Whether an item has one label or any number of them, where that can be asked. */
export function LabelsField({ plan, options }: { plan: ImportPlan; options: ImportOptions }) {
  const { t } = useTranslation('reading')
  const labelled = plan.columns.length > 0 || plan.warnings.some(({ code }) => code === 'labelled-by')
  if (!labelled || plan.task === 'regression') return null
  const several = plan.task === 'multilabel'
  return (
    <NativeSelect
      label={t('labels')}
      size="xs"
      w={160}
      value={several ? 'several' : 'one'}
      onChange={(event) =>
        void planAgain(plan, {
          ...options,
          labels: event.currentTarget.value === 'several' ? 'several' : 'one',
          columns: undefined,
        })
      }
      data={(['one', 'several'] as const).map((value) => ({ value, label: t(`labelCount.${value}`) }))}
    />
  )
}
