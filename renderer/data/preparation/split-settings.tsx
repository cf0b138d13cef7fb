import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { Split, splitKinds } from '../../../contract/data/split.ts'
import { ColumnChoice } from './column-choice.tsx'
import { Amount, Choice, Toggle } from './settings.tsx'
import { SplitSides } from './split-sides.tsx'
import type { Preparation } from './use-preparation.ts'

type GroupWay = NonNullable<Split['group']>['by'] | 'none'

/** How items are held out, the same for every run on this version. */
export function SplitSettings({ dataset, preparation }: { dataset: Dataset; preparation: Preparation }) {
  const { t } = useTranslation('preparation')
  const { draft, change, preview } = preparation
  const { split } = draft
  const { columns, kind: of, task } = dataset
  const table = of === 'table'
  const put = (part: Partial<Split>) => change({ split: { ...(split ?? Split.parse({})), ...part } })
  const first = columns.find(({ role, type }) => role !== 'target' && type !== 'number') ?? columns[0]
  const dated = columns.find(({ type }) => type === 'date') ?? columns[0]
  const anyGroup: Split['group'] = table
    ? { by: 'column', column: first?.name ?? '' }
    : { by: 'pattern', pattern: '([^/\\\\]+?)[-_]?\\d*\\.\\w+$' }
  const kinds = splitKinds.filter(
    (kind) =>
      (kind !== 'time' || table) &&
      (kind !== 'group' || of !== 'idx') &&
      (kind !== 'stratified' || task !== 'regression'),
  )
  const choose = (kind: (typeof splitKinds)[number] | 'auto') => {
    if (kind === 'auto') change({ split: null })
    else if (kind === 'group') put({ kind, group: split?.group ?? anyGroup })
    else if (kind === 'time') put({ kind, timeColumn: split?.timeColumn ?? dated?.name ?? '' })
    else put({ kind })
  }
  const grouped = split && (split.kind === 'group' || split.kind === 'k-fold')
  const ways: GroupWay[] = [
    ...(split?.kind === 'k-fold' ? (['none'] as const) : []),
    ...(table ? (['column'] as const) : (['pattern', 'folder'] as const)),
  ]
  return (
    <Stack gap="xs">
      <Group gap="md">
        <Choice
          {...{ label: t('split.kind'), group: 'split', value: split?.kind ?? 'auto' }}
          words={['auto', ...kinds] as const}
          onChange={choose}
        />
        {split && split.kind !== 'k-fold' && (
          <Amount
            {...{ label: t('split.share'), value: split.share, min: 0, max: 0.9, step: 0.05, width: 64 }}
            onChange={(share) => put({ share: Math.min(0.9, share ?? 0) })}
          />
        )}
        {split?.kind === 'k-fold' && (
          <FoldSettings split={split} put={put} ofClasses={task === 'classification'} />
        )}
        {split && (
          <>
            <Amount
              {...{
                label: t('split.testShare'),
                value: split.testShare,
                min: 0,
                max: 0.9,
                step: 0.05,
                width: 64,
              }}
              onChange={(testShare) => put({ testShare: Math.min(0.9, testShare ?? 0) })}
            />
            {split.kind !== 'last' && split.kind !== 'time' && (
              <Amount
                {...{ label: t('split.seed'), value: split.seed, min: 0, max: 2 ** 31 - 1, whole: true }}
                onChange={(seed) => put({ seed: seed ?? 0 })}
              />
            )}
          </>
        )}
      </Group>
      {grouped && of !== 'idx' && (
        <GroupSettings split={split} put={put} columns={columns} anyGroup={anyGroup} ways={ways} />
      )}
      {split?.kind === 'time' && (
        <ColumnChoice
          {...{ label: t('split.timeColumn'), columns, value: split.timeColumn ?? '' }}
          onChange={(timeColumn) => put({ timeColumn })}
        />
      )}
      <Text size="xs" c="dimmed">
        {t(`split.help.${split?.kind ?? 'auto'}`)}
      </Text>
      {preview && <SplitSides preview={preview} />}
    </Stack>
  )
}

interface PartProps {
  split: Split
  put: (part: Partial<Split>) => void
}

/** Into how many folds items are dealt, and which of them is validated on. */
function FoldSettings({ split, put, ofClasses }: PartProps & { ofClasses: boolean }) {
  const { t } = useTranslation('preparation')
  return (
    <>
      <Amount
        {...{ label: t('split.folds'), value: split.folds, min: 2, max: 100, whole: true, width: 56 }}
        onChange={(folds) => folds && folds >= 2 && put({ folds, fold: Math.min(split.fold, folds - 1) })}
      />
      <Amount
        {...{
          label: t('split.fold'),
          value: split.fold + 1,
          min: 1,
          max: split.folds,
          whole: true,
          width: 56,
        }}
        onChange={(fold) => fold && put({ fold: Math.max(0, Math.min(fold, split.folds) - 1) })}
      />
      {ofClasses && (
        <Toggle
          {...{ label: t('split.stratified'), checked: split.stratified }}
          onChange={(stratified) => put({ stratified })}
        />
      )}
    </>
  )
}

/** By what items belong together, so that a group is on one side as a whole. */
function GroupSettings(
  props: PartProps & { columns: Dataset['columns']; anyGroup: Split['group']; ways: GroupWay[] },
) {
  const { t } = useTranslation('preparation')
  const { split, put, columns, anyGroup, ways } = props
  return (
    <Group gap="md">
      <Choice
        {...{
          label: t('split.groupBy'),
          group: 'groupBy',
          value: split.group?.by ?? 'none',
          words: ways,
        }}
        onChange={(by) =>
          put({
            group:
              by === 'none'
                ? null
                : by === 'folder'
                  ? { by }
                  : by === split.group?.by
                    ? split.group
                    : anyGroup,
          })
        }
      />
      {split.group?.by === 'column' && (
        <ColumnChoice
          {...{ label: t('column'), columns, value: split.group.column }}
          onChange={(column) => put({ group: { by: 'column', column } })}
        />
      )}
      {split.group?.by === 'pattern' && (
        <TextInput
          size="xs"
          w={260}
          ff="monospace"
          aria-label={t('split.pattern')}
          value={split.group.pattern}
          onChange={({ currentTarget: { value } }) =>
            value && put({ group: { by: 'pattern', pattern: value } })
          }
        />
      )}
    </Group>
  )
}
