import { Box, Group, NativeSelect, Pagination, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/dataset.ts'
import { useCall } from '../../service.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'

const pageSize = 60

/** A page of the data set's items: pictures with their class, or rows of the table. */
export function SamplesView({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('data')
  const [className, setClassName] = useState('')
  const [page, setPage] = useState(1)
  const { data, error } = useCall('dataset.samples', {
    dataset: dataset.id,
    ...(className ? { className } : {}),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  return (
    <Stack gap="sm">
      <Group>
        <Text size="sm" fw={600}>
          {t('samples')}
        </Text>
        {dataset.classes.length > 0 && (
          <NativeSelect
            size="xs"
            maw={240}
            aria-label={t('classFilter')}
            value={className}
            onChange={(event) => {
              setClassName(event.currentTarget.value)
              setPage(1)
            }}
            data={[{ value: '', label: t('allClasses') }, ...dataset.classes]}
          />
        )}
        <Pagination
          size="xs"
          value={page}
          onChange={setPage}
          total={Math.max(1, Math.ceil((data?.total ?? 0) / pageSize))}
          getControlProps={(control) => ({ 'aria-label': t(`page.${control}`) })}
        />
      </Group>
      {error && <FailureNotice failure={error} />}
      {dataset.kind === 'text-folder' ? (
        <Table layout="fixed">
          <Table.Tbody>
            {data?.samples.map((sample) => (
              <Table.Tr key={`${sample.part}-${sample.index}`} title={sample.file}>
                <Table.Td w={160}>
                  <Text size="sm" truncate>
                    {sample.label}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" lineClamp={2}>
                    {sample.cells[0]}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : dataset.kind === 'table' ? (
        <Table.ScrollContainer minWidth={400}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {dataset.columns.map(({ name }) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data?.samples.map((sample) => (
                <Table.Tr key={`${sample.part}-${sample.index}`}>
                  {dataset.columns.map(({ name }, index) => (
                    <Table.Td key={name}>
                      <Text size="sm" lineClamp={2} title={sample.cells[index]}>
                        {sample.cells[index]}
                      </Text>
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        <Box style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, 88px)', gap: 8 }}>
          {data?.samples.map((sample) => (
            <figure key={`${sample.part}-${sample.index}`} style={{ margin: 0 }} title={sample.file}>
              {sample.picture && (
                <img
                  src={sample.picture}
                  alt={sample.label}
                  width={88}
                  height={88}
                  style={{ objectFit: 'contain' }}
                />
              )}
              <Text component="figcaption" size="xs" truncate>
                {sample.label}
              </Text>
            </figure>
          ))}
        </Box>
      )}
    </Stack>
  )
}
