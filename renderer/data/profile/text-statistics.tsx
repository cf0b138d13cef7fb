import { Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TextStatistics } from '../../../contract/data/profile.ts'
import { Figure } from '../../charts/figure.tsx'
import classes from './profile.module.css'
import { SummaryChart } from './summary-chart.tsx'
import { ValueBars } from './value-bars.tsx'

/** Lengths and words of the texts, over all and for each class. */
export function TextOverview({ texts }: { texts: TextStatistics }) {
  const { t, i18n } = useTranslation('profile')
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <section>
      <Title order={2} size="sm" mb={8}>
        {t('texts')}
      </Title>
      <div className={classes.charts}>
        <SummaryChart title={t('lengths')} summary={texts.lengths} />
        <div>
          <Text size="sm" fw={600} title={t('coverageHint')}>
            {t('coverage')}
          </Text>
          <dl className={classes.facts}>
            <dt>{t('vocabulary')}</dt>
            <dd>{number.format(texts.vocabulary)}</dd>
            {texts.coverage.map(({ size, share }) => (
              <CoverageLine
                key={size}
                name={t('commonestWords', { count: size })}
                value={percent.format(share)}
              />
            ))}
          </dl>
        </div>
        <div>
          <Text size="sm" fw={600}>
            {t('words')}
          </Text>
          <ValueBars values={texts.top.slice(0, 8)} of={texts.words} label={t('words')} />
        </div>
        <Table fz="sm" verticalSpacing={2} layout="fixed" style={{ alignSelf: 'start' }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('class')}</Table.Th>
              <Table.Th ta="right">{t('count')}</Table.Th>
              <Table.Th ta="right">{t('meanWords')}</Table.Th>
              <Table.Th ta="right">{t('median')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {texts.classes.map(({ name, count, mean, median }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <Text size="sm" truncate title={name}>
                    {name}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{number.format(count)}</Table.Td>
                <Table.Td ta="right">
                  <Figure value={mean} />
                </Table.Td>
                <Table.Td ta="right">
                  <Figure value={median} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}

function CoverageLine({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
