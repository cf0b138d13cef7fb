import { CloseButton, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ColumnProfile, Relation } from '../../../contract/data/profile.ts'
import { Figure } from '../../charts/figure.tsx'
import { short } from '../../charts/number-format.ts'
import { Histogram } from './histogram.tsx'
import classes from './profile.module.css'
import { useNamed, valueText } from './use-named.ts'
import { ValueBars } from './value-bars.tsx'

/** All that is known of one column. */
export function ColumnDetail(props: { column: ColumnProfile; rows: number; onClose: () => void }) {
  const { column, rows, onClose } = props
  const { t } = useTranslation(['profile', 'data'])
  const named = useNamed()
  const { name, type, numbers, top, relation, missing } = column
  return (
    <aside className={classes.detail} aria-label={name}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Title order={3} size="sm" lineClamp={2}>
            {name}
          </Title>
          <CloseButton size="sm" aria-label={t('close')} onClick={onClose} />
        </Group>
        {numbers && (
          <div>
            <Histogram
              histogram={numbers.histogram}
              width={300}
              height={90}
              label={t('spreadOf', { name })}
              named={named(type)}
            />
            <Group justify="space-between">
              <Text size="xs">{valueText(type, numbers.min)}</Text>
              {type === 'text' && (
                <Text size="xs" c="dimmed">
                  {t('characters')}
                </Text>
              )}
              <Text size="xs">{valueText(type, numbers.max)}</Text>
            </Group>
          </div>
        )}
        <Facts column={column} rows={rows} />
        {numbers && type === 'number' && numbers.outliers.below + numbers.outliers.above > 0 && (
          <Text size="sm">
            {t('outliers', {
              count: numbers.outliers.below + numbers.outliers.above,
              low: short(numbers.outliers.low),
              high: short(numbers.outliers.high),
              examples: numbers.outliers.examples.map(short).join(' · '),
            })}
          </Text>
        )}
        {top.length > 0 && type !== 'date' && (
          <div>
            <Text size="sm" fw={600}>
              {t('commonest')}
            </Text>
            <ValueBars values={top.slice(0, 12)} of={rows - missing} label={t('commonest')} />
          </div>
        )}
        {relation && <RelationTable relation={relation} />}
      </Stack>
    </aside>
  )
}

function Facts({ column, rows }: { column: ColumnProfile; rows: number }) {
  const { t, i18n } = useTranslation(['profile', 'data'])
  const { numbers, type, missing, distinct } = column
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  const quantile = (share: number) => t('quantile', { percent: share })
  const facts: [string, string][] = [
    [t('data:missing'), `${number.format(missing)} (${percent.format(missing / Math.max(1, rows))})`],
    [t('data:distinct'), number.format(distinct)],
  ]
  if (numbers) {
    const { mean, std, zeros, quantiles } = numbers
    facts.push([t('mean'), valueText(type, mean)])
    if (type !== 'date') facts.push([t('std'), short(std)])
    if (type === 'number') facts.push([t('zeros'), number.format(zeros)])
    facts.push(
      [quantile(1), valueText(type, quantiles.q01)],
      [quantile(25), valueText(type, quantiles.q25)],
      [t('median'), valueText(type, quantiles.q50)],
      [quantile(75), valueText(type, quantiles.q75)],
      [quantile(99), valueText(type, quantiles.q99)],
    )
  }
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <FactLine key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

function FactLine({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function RelationTable({ relation }: { relation: Relation }) {
  const { t, i18n } = useTranslation('profile')
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  const { kind, strength, groups, alone, baseline } = relation
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('relation')}
      </Text>
      <Text size="sm" title={t(`relationKinds.${kind}.hint`)}>
        {t(`relationKinds.${kind}.name`)} <Figure value={strength} />
      </Text>
      {alone !== null && baseline !== null && (
        <Text size="sm">
          {t('alone', { alone: percent.format(alone), baseline: percent.format(baseline) })}
        </Text>
      )}
      {groups.length > 0 && (
        <Table layout="fixed" fz="xs" verticalSpacing={2} mt={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('group')}</Table.Th>
              <Table.Th ta="right">{t('count')}</Table.Th>
              <Table.Th ta="right">{t('mean')}</Table.Th>
              <Table.Th ta="right">{t('stdShort')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.slice(0, 20).map((group) => (
              <Table.Tr key={group.name}>
                <Table.Td>
                  <Text size="xs" truncate title={group.name}>
                    {group.name}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{number.format(group.count)}</Table.Td>
                <Table.Td ta="right">
                  <Figure value={group.mean} />
                </Table.Td>
                <Table.Td ta="right">
                  <Figure value={group.std} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}
