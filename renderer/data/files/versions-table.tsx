import { Button, Skeleton, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { useAction, useCall } from '../../service.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import classes from './files.module.css'

/** Every version of a data set: when, what was changed, and a way back to it. */
export function VersionsTable({ dataset }: { dataset: Dataset }) {
  const { t, i18n } = useTranslation(['files', 'changes'])
  const { data, error } = useCall('dataset.versions', { id: dataset.id })
  const restore = useAction('dataset.restore')
  const number = new Intl.NumberFormat(i18n.language)
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  const failure = error ?? restore.error
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h6">
        {t('versions')}
      </Title>
      <Text size="xs" c="dimmed">
        {t('versionsText')}
      </Text>
      {failure && <FailureNotice failure={failure} />}
      {!data && !error && <Skeleton h={80} animate={false} />}
      {data && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th className={classes.figures}>{t('version')}</Table.Th>
                <Table.Th>{t('change')}</Table.Th>
                <Table.Th className={classes.figures}>{t('items')}</Table.Th>
                <Table.Th>{t('made')}</Table.Th>
                <Table.Th>{t('digest')}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t('restore')}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map(({ version, change, items, createdAt, digest }) => (
                <Table.Tr key={version}>
                  <Table.Td className={classes.figures}>{version}</Table.Td>
                  <Table.Td>
                    <Text size="sm" className={classes.change} lineClamp={2} title={change.message}>
                      {t(`changes:${change.code}`, { ...change.values, defaultValue: change.message })}
                    </Text>
                  </Table.Td>
                  <Table.Td className={classes.figures}>{number.format(items)}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{when.format(createdAt)}</Table.Td>
                  <Table.Td className={classes.digest} title={digest}>
                    {digest.slice(0, 8)}
                  </Table.Td>
                  <Table.Td align="right" style={{ whiteSpace: 'nowrap' }}>
                    {version === dataset.version ? (
                      <Text size="xs" c="dimmed">
                        {t('present')}
                      </Text>
                    ) : (
                      <Button
                        size="compact-xs"
                        variant="default"
                        disabled={restore.isPending}
                        aria-label={t('restoreOne', { version })}
                        onClick={() => restore.mutate({ id: dataset.id, version })}
                      >
                        {t('restore')}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  )
}
