import { Button, Group, NativeSelect, Stack, TextInput, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Failure } from '../../../contract/failure.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import classes from '../data.module.css'
import { ColumnsTable } from './columns-table.tsx'
import { agree, changeOptions, closeImport } from './import-flow.ts'
import { LabelsField } from './labels-field.tsx'
import { PlanSummary } from './plan-summary.tsx'
import { ReadingFields } from './reading-fields.tsx'
import { SeriesFields } from './series-fields.tsx'

type Columns = NonNullable<ImportOptions['columns']>

/** What would be imported, before anything is done; a table's columns may be read otherwise. */
export function PlanPage(props: { plan: ImportPlan; options: ImportOptions; failure: Failure | null }) {
  const { plan, options, failure } = props
  const { t } = useTranslation('data')
  const navigate = useNavigate()
  const columns: Columns =
    options.columns ?? plan.columns.map(({ name, type, role }) => ({ name, type, role }))
  /** Whether it may be one of several targets: numbers, or yes and no. */
  const canJoin = (name: string) => {
    const type = columns.find((column) => column.name === name)?.type
    const found = plan.columns.find((column) => column.name === name)
    return type === 'number' || type === 'boolean' || (found?.distinct ?? 0) <= 2
  }
  const change = (name: string, part: Partial<Columns[number]>, alone = false) => {
    const next = columns.map((column) => {
      if (column.name === name) return { ...column, ...part }
      // One weight, and one target but for values or flags beside each other: who was it before becomes a feature again.
      const leaves = part.role === column.role && (part.role === 'target' || part.role === 'weight')
      const joins = !alone && part.role === 'target' && canJoin(name) && canJoin(column.name)
      return leaves && !joins ? { ...column, role: 'feature' as const } : column
    })
    const targets = next.filter(({ role }) => role === 'target').map(({ name }) => name)
    changeOptions({ ...options, columns: next, target: targets.length > 1 ? undefined : targets[0] })
  }
  const bringIn = async () => {
    const made = await agree(plan, { ...options, name: options.name?.trim() || undefined })
    if (made) void navigate(`/data/${made.id}`)
  }
  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap" className={classes.bar}>
        <Title order={1} size="h4">
          {t('planTitle')}
        </Title>
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" onClick={closeImport}>
            {t('cancel')}
          </Button>
          <Button size="xs" autoFocus disabled={plan.items === 0} onClick={() => void bringIn()}>
            {t('import')}
          </Button>
        </Group>
      </Group>
      <Stack gap="md" className={classes.plan}>
        {failure && <FailureNotice failure={failure} />}
        <Group align="flex-end">
          <TextInput
            label={t('name')}
            size="xs"
            w={320}
            maxLength={200}
            value={options.name ?? ''}
            onChange={(event) => changeOptions({ ...options, name: event.currentTarget.value })}
          />
          {columns.length > 0 && (
            <NativeSelect
              label={t('target')}
              size="xs"
              maw={260}
              value={columns.find(({ role }) => role === 'target')?.name ?? ''}
              onChange={(event) => change(event.currentTarget.value, { role: 'target' }, true)}
              data={columns.map(({ name }) => name)}
            />
          )}
          <ReadingFields plan={plan} options={options} />
          <LabelsField plan={plan} options={options} />
        </Group>
        {plan.series && <SeriesFields series={plan.series} options={options} />}
        <PlanSummary plan={plan} />
        {columns.length > 0 && <ColumnsTable plan={plan} columns={columns} onChange={change} />}
      </Stack>
    </div>
  )
}
