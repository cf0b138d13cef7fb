import { ActionIcon, Box, Group, Text, Tooltip } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Run } from '../../../contract/training/run.ts'
import { type ServiceFailure, useAction } from '../../service.ts'
import { Moment } from '../../shell/moment.tsx'
import { NameField } from '../name-field.tsx'
import { RunFailure } from '../run-failure.tsx'
import { RunStatus } from '../run-status.tsx'
import classes from '../runs.module.css'
import { Swatch } from '../table/runs-columns.tsx'
import { RunActions } from './run-actions.tsx'

/** A run's name and state, and what can be done with it now. */
export function RunHeader({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const rename = useAction('run.rename')
  const [acted, setFailure] = useState<ServiceFailure | null>(null)
  const failure = acted ?? rename.error
  return (
    <>
      <Group className={classes.bar} justify="space-between" wrap="nowrap" gap="sm">
        <Group gap="sm" wrap="nowrap" style={{ minWidth: 0, flex: 1, overflow: 'hidden' }}>
          <Tooltip label={t('back')}>
            <ActionIcon component={Link} to="/runs" variant="subtle" color="gray" aria-label={t('back')}>
              <IconArrowLeft size={18} />
            </ActionIcon>
          </Tooltip>
          <Swatch colour={run.colour} />
          <NameField name={run.name} size="xl" onRename={(name) => rename.mutate({ id: run.id, name })} />
          <RunStatus status={run.status} />
          <Text size="xs" c="dimmed" truncate style={{ flexShrink: 100 }}>
            {run.datasetName} · {run.modelName} · <Moment at={run.createdAt} />
          </Text>
        </Group>
        <RunActions run={run} onFailure={setFailure} />
      </Group>
      {failure && (
        <Box px="md" pt="md">
          <RunFailure failure={failure} />
        </Box>
      )}
    </>
  )
}
