import { Anchor, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { endedStatuses } from '../../../contract/training/run.ts'
import { Figure } from '../../charts/figure.tsx'
import { useAction, useCall } from '../../service.ts'
import { RunFailure } from '../run-failure.tsx'
import { RunStatus } from '../run-status.tsx'

/** The folds of a cross-validation beside each other, with what they come to together. */
export function RunFolds({ id, present }: { id: string; present: string }) {
  const { t } = useTranslation('folds')
  const { data, error } = useCall('run.crossValidation', { id })
  const stop = useAction('run.stopFolds')
  const resume = useAction('run.resumeFolds')
  if (error) return <RunFailure failure={error} />
  if (!data) return <Skeleton h={160} animate={false} />
  const { runs, summary, guess } = data
  const names = Object.keys(summary)
  const busy = runs.some(({ status }) => !endedStatuses.includes(status))
  const unfinished = runs.some(({ status }) => status !== 'finished')
  const measured = runs.filter(({ metrics }) => metrics !== null).length
  const failure = stop.error ?? resume.error
  return (
    <Stack gap="md">
      {failure && <RunFailure failure={failure} />}
      <Text size="sm">{t('measured', { measured, folds: data.folds })}</Text>
      <Table.ScrollContainer minWidth={160 + 96 * names.length}>
        <Table verticalSpacing={4} style={{ fontVariantNumeric: 'tabular-nums', width: 'auto' }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('fold')}</Table.Th>
              <Table.Th>{t('status')}</Table.Th>
              {names.map((name) => (
                <Table.Th key={name} ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map(({ run, name, fold, status, metrics }) => (
              <Table.Tr key={run}>
                <Table.Td>
                  {run === present ? (
                    <b>{fold + 1}</b>
                  ) : (
                    <Anchor component={Link} size="sm" to={`/runs/${run}?tab=folds`} title={name}>
                      {fold + 1}
                    </Anchor>
                  )}
                </Table.Td>
                <Table.Td>
                  <RunStatus status={status} />
                </Table.Td>
                {names.map((metric) => (
                  <Table.Td key={metric} ta="right">
                    <Figure value={metrics?.[metric]} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
          {names.length > 0 && (
            <Table.Tfoot style={{ borderTop: '2px solid var(--mantine-color-default-border)' }}>
              {(['mean', 'std'] as const).map((of) => (
                <Table.Tr key={of}>
                  <Table.Th colSpan={2} scope="row">
                    {t(of)}
                  </Table.Th>
                  {names.map((name) => (
                    <Table.Th key={name} ta="right">
                      <Figure value={summary[name]?.[of]} />
                    </Table.Th>
                  ))}
                </Table.Tr>
              ))}
              {Object.keys(guess).length > 0 && (
                <Table.Tr>
                  <Table.Td component="th" colSpan={2} scope="row">
                    {t('guess')}
                  </Table.Td>
                  {names.map((name) => (
                    <Table.Td key={name} ta="right">
                      {guess[name] && <Figure value={guess[name].mean} />}
                    </Table.Td>
                  ))}
                </Table.Tr>
              )}
            </Table.Tfoot>
          )}
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed">
        {t('about')}
      </Text>
      <Group gap="xs">
        {busy && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlayerStop size={14} />}
            loading={stop.isPending}
            onClick={() => stop.mutate({ id, keep: true })}
          >
            {t('stopAll')}
          </Button>
        )}
        {!busy && unfinished && (
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} />}
            loading={resume.isPending}
            onClick={() => resume.mutate({ id })}
          >
            {t('resumeAll')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
