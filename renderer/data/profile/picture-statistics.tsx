import { Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PictureStatistics } from '../../../contract/data/profile.ts'
import { Figure } from '../../charts/figure.tsx'
import { short } from '../../charts/number-format.ts'
import classes from './profile.module.css'
import { SummaryChart } from './summary-chart.tsx'
import { ValueBars } from './value-bars.tsx'

/** Sizes and colours of the pictures, over all and for each class. */
export function PictureOverview({ pictures }: { pictures: PictureStatistics }) {
  const { t, i18n } = useTranslation('profile')
  const number = new Intl.NumberFormat(i18n.language)
  const kinds = pictures.channels.map(
    ({ channels, count }) => `${t(`channelKinds.${channels}`)} ${number.format(count)}`,
  )
  const all = {
    name: t('allClasses'),
    count: pictures.count,
    mean: pictures.mean,
    std: pictures.std,
    brightness: pictures.brightness.mean,
  }
  return (
    <section>
      <Title order={2} size="sm" mb={8}>
        {t('pictures')}
      </Title>
      <div className={classes.charts}>
        {pictures.sizes.length > 1 && <SummaryChart title={t('widths')} summary={pictures.widths} />}
        {pictures.sizes.length > 1 && <SummaryChart title={t('heights')} summary={pictures.heights} />}
        {pictures.sizes.length > 1 && <SummaryChart title={t('aspects')} summary={pictures.aspects} />}
        <SummaryChart title={t('brightness')} summary={pictures.brightness} />
        <div>
          <Text size="sm" fw={600}>
            {t('sizes')}
          </Text>
          <ValueBars values={pictures.sizes.slice(0, 6)} of={pictures.count} label={t('sizes')} />
          <Text size="xs" c="dimmed">
            {kinds.join(' · ')}
          </Text>
        </div>
      </div>
      <Table.ScrollContainer minWidth={560} mt="md">
        <Table layout="fixed" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('class')}</Table.Th>
              <Table.Th w={96} ta="right">
                {t('count')}
              </Table.Th>
              <Table.Th w={190} ta="right" title={t('colourHint')}>
                {t('meanColour')}
              </Table.Th>
              <Table.Th w={190} ta="right" title={t('colourHint')}>
                {t('stdColour')}
              </Table.Th>
              <Table.Th w={110} ta="right">
                {t('brightness')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[all, ...pictures.classes].map(({ name, count, mean, std, brightness }, row) => (
              <Table.Tr key={row === 0 ? '' : name} fw={row === 0 ? 600 : undefined}>
                <Table.Td>
                  <Text size="sm" truncate title={name} fw={row === 0 ? 600 : undefined}>
                    {name}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{number.format(count)}</Table.Td>
                <Table.Td ta="right">
                  <span
                    className={classes.swatch}
                    style={{ background: `rgb(${mean.map(Math.round).join(',')})` }}
                  />{' '}
                  {mean.map(short).join(' · ')}
                </Table.Td>
                <Table.Td ta="right">{std.map(short).join(' · ')}</Table.Td>
                <Table.Td ta="right">
                  <Figure value={brightness} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}
