import { Box, Button, Center, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconChartLine, IconPlayerPlay, IconSearch, IconTrash, IconX } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useAction, useCall } from '../../service.ts'
import { Confirm } from '../../shell/confirm.tsx'
import { EmptyState } from '../../shell/empty-state.tsx'
import { RunFailure } from '../run-failure.tsx'
import classes from '../runs.module.css'
import { columnsInOrder, useColumnChoice } from './column-choice.ts'
import { ColumnMenu } from './column-menu.tsx'
import { CrossValidations } from './cross-validations.tsx'
import { filterRuns, metricsOf } from './runs-list.ts'
import { RunsOverlay } from './runs-overlay.tsx'
import { RunsTable } from './runs-table.tsx'
import { useRunsView } from './runs-view.ts'

const setFilter = (filter: string) => useRunsView.setState({ filter })
const setChosen = (chosen: ReadonlySet<string>) => useRunsView.setState({ chosen })

const none: never[] = []

/** Every run there ever was: find, compare, rename, delete. */
export function RunsScreen() {
  const { t } = useTranslation('runs')
  const navigate = useNavigate()
  const list = useCall('run.list', {})
  const remove = useAction('run.delete')
  const { filter, chosen } = useRunsView()
  const [asked, setAsked] = useState<string[] | null>(null)
  const all = list.data ?? none
  const rows = useMemo(() => filterRuns(all, filter, (row) => t(`status.${row.status}`)), [all, filter, t])
  const metrics = useMemo(() => metricsOf(all), [all])
  const picked = useColumnChoice((choice) => choice.columns)
  const columns = useMemo(
    () => columnsInOrder(metrics).filter((id) => picked.includes(id)),
    [metrics, picked],
  )
  const compared = useMemo(() => all.filter((row) => chosen.has(row.id)), [all, chosen])
  const open = useCallback((id: string) => void navigate(`/runs/${id}`), [navigate])

  if (list.isPending) return <Loading />
  if (list.error) {
    return (
      <Box p="md">
        <RunFailure failure={list.error} />
      </Box>
    )
  }
  if (all.length === 0) return <Empty />
  return (
    <div className={classes.screen}>
      <Group className={classes.bar} justify="space-between" wrap="wrap">
        <Group gap="sm">
          <Title order={1} size="h4">
            {t('title')}
          </Title>
          <TextInput
            size="xs"
            w={320}
            leftSection={<IconSearch size={14} />}
            placeholder={t('filter')}
            data-search
            aria-label={t('filter')}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed" aria-live="polite">
            {rows.length === all.length
              ? t('count', { count: all.length })
              : t('countOf', { shown: rows.length, count: all.length })}
          </Text>
        </Group>
        <Group gap="xs">
          {chosen.size > 0 && (
            <>
              <Text size="xs">{t('chosen', { count: compared.length })}</Text>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconX size={14} />}
                onClick={() => setChosen(new Set())}
              >
                {t('clear')}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconTrash size={14} />}
                onClick={() => setAsked([...chosen])}
              >
                {t('delete')}
              </Button>
            </>
          )}
          <ColumnMenu metrics={metrics} />
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} />}
            onClick={() => void navigate('/train')}
          >
            {t('train')}
          </Button>
        </Group>
      </Group>
      <CrossValidations />
      {compared.length > 0 && <RunsOverlay runs={compared} />}
      {remove.error && (
        <Box p="xs">
          <RunFailure failure={remove.error} onClose={remove.reset} />
        </Box>
      )}
      {rows.length === 0 ? (
        <Center p="xl">
          <Stack align="center" gap="xs">
            <Text size="sm">{t('noMatch')}</Text>
            <Button size="xs" variant="default" onClick={() => setFilter('')}>
              {t('showAll')}
            </Button>
          </Stack>
        </Center>
      ) : (
        <RunsTable
          rows={rows}
          columns={columns}
          chosen={chosen}
          onChoose={setChosen}
          onOpen={open}
          onDelete={setAsked}
        />
      )}
      <Confirm
        open={asked !== null}
        title={t('deleteTitle', { count: asked?.length ?? 0 })}
        text={t('deleteText', { count: asked?.length ?? 0 })}
        action={t('deleteForGood')}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          const ids = asked ?? []
          remove.mutate({ ids })
          setChosen(new Set([...chosen].filter((id) => !ids.includes(id))))
        }}
      />
    </div>
  )
}

function Empty() {
  const { t } = useTranslation('runs')
  const navigate = useNavigate()
  return (
    <EmptyState icon={IconChartLine} title={t('empty.title')} text={t('empty.text')} width={420}>
      <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => void navigate('/train')}>
        {t('train')}
      </Button>
    </EmptyState>
  )
}

function Loading() {
  return (
    <Stack p="md" gap="xs" aria-busy="true">
      {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
        <Skeleton key={row} h={32} radius="sm" animate={false} />
      ))}
    </Stack>
  )
}
