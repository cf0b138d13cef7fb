import { Anchor, Box, Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { IconDatabase } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { bytes } from '../charts/number-format.ts'
import { useCall } from '../service.ts'
import { EmptyState } from '../shell/empty-state.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Moment } from '../shell/moment.tsx'
import classes from './data.module.css'
import { importSample } from './import/import-flow.ts'
import { PickButtons } from './import/pick-buttons.tsx'
import { PreparedData } from './prepared-data.tsx'

/** Every data set there is; where there is none, what goes here and two samples. */
export function DatasetsList() {
  const { t, i18n } = useTranslation('data')
  const navigate = useNavigate()
  const { data, error } = useCall('dataset.list', {})
  const sample = async (name: 'fashion-mnist' | 'iris') => {
    const made = await importSample(name)
    if (made) void navigate(`/data/${made.id}`)
  }
  const samples = (
    <Group gap="xs">
      <Button size="xs" variant="default" onClick={() => void sample('fashion-mnist')}>
        {t('sampleFashion')}
      </Button>
      <Button size="xs" variant="default" onClick={() => void sample('iris')}>
        {t('sampleIris')}
      </Button>
    </Group>
  )
  if (error) {
    return (
      <Box p="md">
        <FailureNotice failure={error} />
      </Box>
    )
  }
  if (!data) {
    return (
      <Stack p="md" aria-busy="true">
        <Skeleton h={32} animate={false} />
        <Skeleton h={32} animate={false} />
      </Stack>
    )
  }
  if (data.length === 0) {
    return (
      <EmptyState icon={IconDatabase} title={t('empty.title')} text={t('empty.text')} width={520}>
        <PickButtons />
        <Text size="sm" c="dimmed">
          {t('empty.samples')}
        </Text>
        {samples}
      </EmptyState>
    )
  }
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <Stack p="md" gap="md">
      <Group justify="space-between">
        <Title order={1} size="h4">
          {t('title')}
        </Title>
        <PickButtons />
      </Group>
      <Table highlightOnHover layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th w={190}>{t('kind')}</Table.Th>
            <Table.Th w={110} ta="right">
              {t('items')}
            </Table.Th>
            <Table.Th w={90} ta="right">
              {t('classes')}
            </Table.Th>
            <Table.Th w={90} ta="right">
              {t('skipped')}
            </Table.Th>
            <Table.Th w={100} ta="right">
              {t('size')}
            </Table.Th>
            <Table.Th w={130} ta="right">
              {t('added')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((row) => (
            // The link in it is what the keyboard reaches.
            <Table.Tr key={row.id} className={classes.open} onClick={() => void navigate(`/data/${row.id}`)}>
              <Table.Td>
                <Anchor
                  component={Link}
                  to={`/data/${row.id}`}
                  size="sm"
                  truncate
                  display="block"
                  title={row.name}
                  onClick={(event) => event.stopPropagation()}
                >
                  {row.name}
                </Anchor>
              </Table.Td>
              <Table.Td>{t(`kinds.${row.kind}`)}</Table.Td>
              <Table.Td ta="right">{number.format(row.items)}</Table.Td>
              <Table.Td ta="right">{row.classCount || '–'}</Table.Td>
              <Table.Td ta="right" c={row.skippedCount ? undefined : 'dimmed'}>
                {number.format(row.skippedCount)}
              </Table.Td>
              <Table.Td ta="right" title={number.format(row.bytes)}>
                {bytes(row.bytes)}
              </Table.Td>
              <Table.Td ta="right">
                <Moment at={row.createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="space-between">
        {samples}
        <PreparedData />
      </Group>
    </Stack>
  )
}
