import { NumberInput, ScrollArea, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { grouped } from '../../charts/number-format.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'

/** How much the items of a class count: all the same, balanced, or a number a class. */
export function ClassWeights({ dataset }: { dataset: Dataset | undefined }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const { classWeight } = settings
  const choice = classWeight === null ? 'none' : classWeight === 'balanced' ? 'balanced' : 'own'
  const firstOf = { none: null, balanced: 'balanced', own: {} } as const
  return (
    <Stack gap="sm">
      <Select
        size="xs"
        maw={280}
        label={<Explained word={t('field.classWeight')} help={t('help.classWeight')} />}
        allowDeselect={false}
        data={(['none', 'balanced', 'own'] as const).map((value) => ({
          value,
          label: t(`classWeight.${value}`),
        }))}
        value={choice}
        onChange={(value) => value && change({ classWeight: firstOf[value] })}
      />
      {classWeight !== null && classWeight !== 'balanced' && (
        <OwnWeights
          weights={classWeight}
          dataset={dataset}
          onChange={(weights) => change({ classWeight: weights })}
        />
      )}
    </Stack>
  )
}

function OwnWeights(props: {
  weights: Record<string, number>
  dataset: Dataset | undefined
  onChange: (weights: Record<string, number>) => void
}) {
  const { weights, dataset, onChange } = props
  const { t } = useTranslation('arguments')
  const train = dataset?.parts.find(({ part }) => part === 'train')?.classes ?? []
  const itemsOf = new Map(train.map(({ name, count }) => [name, count]))
  const put = (name: string, weight: number | null) => {
    const { [name]: _, ...others } = weights
    onChange(weight === null ? others : { ...others, [name]: weight })
  }
  const names = [...new Set([...(dataset?.classes ?? []), ...Object.keys(weights)])]
  return (
    <Stack gap={4}>
      <ScrollArea.Autosize mah={240} type="auto" offsetScrollbars>
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="xs">
          {names.map((name) => (
            <NumberInput
              key={name}
              size="xs"
              label={
                <Text size="xs" truncate title={name} component="span" display="block">
                  {name}
                </Text>
              }
              aria-label={t('classWeights.one', { class: name })}
              description={t('classWeights.items', { items: grouped(itemsOf.get(name) ?? 0) })}
              placeholder="1"
              min={0}
              step={0.1}
              decimalScale={6}
              clampBehavior="blur"
              value={weights[name] ?? ''}
              onChange={(value) => put(name, value === '' ? null : Number(value))}
            />
          ))}
        </SimpleGrid>
      </ScrollArea.Autosize>
      <Text size="xs" c="dimmed">
        {t('classWeights.other')}
      </Text>
    </Stack>
  )
}
