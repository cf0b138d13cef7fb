import { Anchor, Box, Center, Group, Loader, Tabs, Text } from '@mantine/core'
import { IconArrowLeft, IconInfoCircle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { endedStatuses, type Run } from '../../../contract/training/run.ts'
import { onServiceEvent, useCall } from '../../service.ts'
import { takeHistory, takePoints } from '../live-runs.ts'
import { RunFailure } from '../run-failure.tsx'
import classes from '../runs.module.css'
import { NoteField } from './note-field.tsx'
import { RunConfiguration } from './run-configuration.tsx'
import { RunCurves } from './run-curves.tsx'
import { RunFolds } from './run-folds.tsx'
import { forecasts, RunForecast } from './run-forecast.tsx'
import { RunHeader } from './run-header.tsx'
import { RunLog } from './run-log.tsx'
import { RunMetrics } from './run-metrics.tsx'
import { RunProgressLine } from './run-progress.tsx'
import { RunResults } from './run-results.tsx'
import { useNotCompiled } from './use-not-compiled.ts'

/** One run: live while it trains, whole when it has ended. */
export function RunScreen() {
  const { id = '' } = useParams()
  return <OneRun key={id} id={id} />
}

function OneRun({ id }: { id: string }) {
  const { t } = useTranslation(['runs', 'baselines', 'folds'])
  const [query] = useSearchParams()
  const found = useCall('run.get', { id })
  const history = useCall('run.history', { ids: [id], maxSteps: 2000 })
  useEffect(() => onServiceEvent('run.points', takePoints), [])
  useEffect(() => {
    for (const one of history.data ?? []) takeHistory(one.id, one)
  }, [history.data])

  const run = found.data
  if (!run && found.error) {
    return (
      <Box p="md">
        <RunFailure failure={found.error} />
        <Anchor component={Link} to="/runs" size="sm">
          <IconArrowLeft size={14} aria-hidden /> {t('back')}
        </Anchor>
      </Box>
    )
  }
  if (!run) {
    return (
      <Center h="100%">
        <Loader size="sm" aria-label={t('loading')} />
      </Center>
    )
  }
  // A link from one fold to another stays on what they are compared by.
  const tab = query.get('tab') === 'folds' && run.crossValidation ? 'folds' : 'curves'
  const ended = endedStatuses.includes(run.status)
  return (
    <div className={classes.screen} style={{ overflow: 'auto', contain: 'strict' }}>
      <RunHeader run={run} />
      {!ended && <RunProgressLine run={run} />}
      {run.failure && (
        <Box px="md" pt="md">
          <RunFailure
            failure={run.failure}
            title={t(`ended.${run.status}`, { count: run.epochsDone })}
            mild={run.status !== 'failed'}
          />
        </Box>
      )}
      {run.resolved && !run.resolved.compiled && <NotCompiled run={run} />}
      <div className={classes.run}>
        <Tabs defaultValue={tab} keepMounted={false} style={{ minWidth: 0 }}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="curves">{t('tab.curves')}</Tabs.Tab>
            <Tabs.Tab value="results">{t('tab.results')}</Tabs.Tab>
            {run.crossValidation && <Tabs.Tab value="folds">{t('folds:tab')}</Tabs.Tab>}
            {forecasts(run) && <Tabs.Tab value="forecast">{t('baselines:forecast.tab')}</Tabs.Tab>}
            <Tabs.Tab value="configuration">{t('tab.configuration')}</Tabs.Tab>
            <Tabs.Tab value="log">{t('tab.log')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="curves">
            <RunCurves run={run} />
          </Tabs.Panel>
          <Tabs.Panel value="results">
            <RunResults run={run} />
          </Tabs.Panel>
          {run.crossValidation && (
            <Tabs.Panel value="folds">
              <RunFolds id={run.crossValidation} present={run.id} />
            </Tabs.Panel>
          )}
          {forecasts(run) && (
            <Tabs.Panel value="forecast">
              <RunForecast run={run} />
            </Tabs.Panel>
          )}
          <Tabs.Panel value="configuration">
            <RunConfiguration run={run} />
          </Tabs.Panel>
          <Tabs.Panel value="log">
            <RunLog id={run.id} />
          </Tabs.Panel>
        </Tabs>
        <aside className={classes.side}>
          <RunMetrics run={run} />
          <NoteField id={run.id} note={run.note} />
        </aside>
      </div>
    </div>
  )
}

/** A step that could not be compiled trains several times slower: that is said, never hidden. */
function NotCompiled({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const because = useNotCompiled(run)
  return (
    <Group gap={8} px="md" pt="sm" wrap="nowrap" role="note">
      <IconInfoCircle size={16} style={{ flex: 'none' }} aria-hidden />
      <Text size="sm">
        {t('notCompiled.title')}{' '}
        {because ? t('notCompiled.because', { reason: because }) : t('notCompiled.chosen')}
      </Text>
    </Group>
  )
}
