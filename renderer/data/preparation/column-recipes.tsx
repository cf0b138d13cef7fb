import { NativeSelect, Stack, Table, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Column, Dataset } from '../../../contract/data/dataset.ts'
import { ColumnRecipe, type StepKind } from '../../../contract/data/preprocessing.ts'
import type { Preview } from '../../../contract/data/preview.ts'
import { fittingSteps, guessStep, stepFor } from '../../../contract/data/recipe-steps.ts'
import type { Failure } from '../../../contract/failure.ts'
import { useFailureText } from '../../i18n/failure-text.ts'
import { ColumnSettings } from './column-settings.tsx'
import { PreparedCells } from './prepared-cells.tsx'
import type { Preparation } from './use-preparation.ts'

/** Each column of a table: what is done to it, and its first cells before and after. */
export function ColumnRecipes({ dataset, preparation }: { dataset: Dataset; preparation: Preparation }) {
  const { t } = useTranslation('preparation')
  const { draft, change, preview, failure } = preparation
  const columns = dataset.columns.filter(({ role }) => role !== 'target' && role !== 'weight')
  const put = (name: string, step: ColumnRecipe | null) => {
    const { [name]: _before, ...others } = draft.recipe.columns
    change({ recipe: { ...draft.recipe, columns: step ? { ...others, [name]: step } : others } })
  }
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table layout="fixed" verticalSpacing={6} aria-label={t('columns')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="18%">{t('column')}</Table.Th>
            <Table.Th w={190}>{t('step')}</Table.Th>
            <Table.Th>{t('settings')}</Table.Th>
            <Table.Th w="26%">{t('beforeAfter')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <ColumnRow
              key={column.name}
              column={column}
              asked={draft.recipe.columns[column.name] ?? null}
              step={stepFor(draft.recipe, column)}
              preview={preview}
              failure={failure?.values?.column === column.name ? failure : null}
              onChange={(step) => put(column.name, step)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function ColumnRow(props: {
  column: Column
  asked: ColumnRecipe | null
  step: ColumnRecipe
  preview: Preview | undefined
  failure: Failure | null
  onChange: (step: ColumnRecipe | null) => void
}) {
  const { t } = useTranslation(['preparation', 'data'])
  const text = useFailureText()
  const { column, asked, step, failure, onChange } = props
  const { name, type } = column
  const kinds = fittingSteps[type]
  const told = failure && text(failure)
  const choose = (value: string) => {
    const kind = kinds.find((one) => one === value)
    onChange(kind ? freshStep(kind, column) : null)
  }
  return (
    <Table.Tr data-column={name}>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Text size="sm" truncate title={name}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`data:types.${type}`)}
        </Text>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <NativeSelect
          size="xs"
          aria-label={t('stepOf', { name })}
          value={asked ? asked.kind : 'auto'}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: 'auto', label: t('auto', { step: t(`choice.step.${guessStep(column).kind}`) }) },
            ...kinds.map((value) => ({ value, label: t(`choice.step.${value}`) })),
          ]}
        />
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Stack gap={4}>
          {asked ? (
            <ColumnSettings name={name} step={step} onChange={onChange} />
          ) : (
            <Text size="xs" c="dimmed">
              {guessed(step, t)}
            </Text>
          )}
          {told && (
            <Text size="xs" c="red" role="alert">
              {told.message} {told.hint}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        {step.kind === 'leave-out' ? (
          <Text size="xs" c="dimmed">
            {t('notRead')}
          </Text>
        ) : (
          props.preview && <PreparedCells column={name} preview={props.preview} />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** What is guessed, in a few words: it may be set once a step is chosen. */
function guessed(step: ColumnRecipe, t: TFunction<['preparation', 'data']>): string {
  if (step.kind === 'number')
    return [t('guess.fill', { fill: t(`choice.fill.${step.impute}`) }), t(`choice.scale.${step.scale}`)].join(
      ' · ',
    )
  return step.kind === 'one-hot' ? t('guess.levels') : ''
}

/** A step as it begins: texts have so many levels that not each can have an output. */
function freshStep(kind: StepKind, { type }: Column): ColumnRecipe {
  return ColumnRecipe.parse(kind === 'one-hot' && type === 'text' ? { kind, maxLevels: 20 } : { kind })
}
