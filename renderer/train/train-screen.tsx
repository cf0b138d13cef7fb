import { Anchor, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { trainedTask } from '../../contract/graph/trained-task.ts'
import { defaultSettings, runsAsked } from '../../contract/training/training.ts'
import { RunFailure } from '../runs/run-failure.tsx'
import { useAction, useCall } from '../service.ts'
import { Explained } from '../shell/explained.tsx'
import { RunningNow } from './running-now.tsx'
import { SettingsForm } from './settings/settings-form.tsx'
import { StartingWeights } from './starting-weights.tsx'
import { templatesFor } from './template-choice.ts'
import classes from './train.module.css'
import { type ModelChoice, useTrainDraft } from './train-draft.ts'
import { findProblems } from './train-problems.ts'
import { TrainSummary } from './train-summary.tsx'
import { useChosenModel } from './use-chosen-model.ts'

const keyOf = (choice: ModelChoice | null) =>
  choice === null
    ? null
    : choice.kind === 'saved'
      ? `saved:${choice.id}`
      : choice.kind === 'template'
        ? `template:${choice.name}`
        : 'run:'

/** Pick data, model and settings, see what would come of it, press Train. */
export function TrainScreen() {
  const { t } = useTranslation(['train', 'folds'])
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams()
  const { dataset: datasetId, model, weights, settings, name, set } = useTrainDraft()
  const datasets = useCall('dataset.list', {})
  const models = useCall('model.list', {})
  const found = useCall('dataset.get', { id: datasetId ?? '-' }, { enabled: datasetId !== null })
  const dataset = datasetId === null ? undefined : found.data
  const chosen = useChosenModel(model, datasetId)
  const start = useAction('run.start')
  const startFolds = useAction('run.crossValidate')

  // A link may name the data and the model; it is taken into the draft once.
  useEffect(() => {
    const data = query.get('dataset')
    const id = query.get('model')
    if (data === null && id === null) return
    const saved = id ? { model: { kind: 'saved', id } as const, weights: null } : {}
    set({ ...(data ? { dataset: data } : {}), ...saved })
    setQuery({}, { replace: true })
  }, [query, set, setQuery])

  // The only data set there is, and the template that suits it, need not be picked by hand.
  const only = datasets.data?.length === 1 ? datasets.data[0]?.id : undefined
  const named = query.has('dataset')
  useEffect(() => {
    if (datasetId === null && only !== undefined && !named) set({ dataset: only })
  }, [datasetId, only, named, set])
  useEffect(() => {
    const suited = templatesFor(dataset)
    const [best] = suited
    const unsuited =
      model?.kind === 'template' && (model.picked ? !suited.includes(model.name) : model.name !== best)
    if (best && (model === null || unsuited)) set({ model: { kind: 'template', name: best }, weights: null })
  }, [dataset, model, set])
  // What was deleted meanwhile cannot stay chosen. The lists do not tell: one can be older than what was just chosen.
  const lostData = found.error?.code === 'dataset.unknown'
  const lostModel = model?.kind === 'saved' && chosen.failure?.code === 'model.unknown'
  useEffect(() => {
    if (lostData) set({ dataset: null })
    if (lostModel) set({ model: null })
  }, [lostData, lostModel, set])

  const task =
    dataset && chosen.document ? trainedTask(dataset, chosen.document) : (dataset?.task ?? 'classification')
  const problems = findProblems(dataset, chosen.document, settings, weights)
  const ready = dataset && chosen.document && !problems.some((problem) => problem.severity === 'error')
  const choices = [
    ...(model?.kind === 'run'
      ? [{ group: t('model.fromRun'), items: [{ value: 'run:', label: model.document.name }] }]
      : []),
    {
      group: t('model.templates'),
      items: templatesFor(dataset).map((one) => ({ value: `template:${one}`, label: t(`template.${one}`) })),
    },
    {
      group: t('model.saved'),
      items: (models.data ?? []).map((row) => ({ value: `saved:${row.id}`, label: row.name })),
    },
  ]
  const runs = runsAsked(settings)
  const notStarted = start.error ?? startFolds.error
  const train = () => {
    if (!dataset || !chosen.document) return
    const spec = {
      dataset: dataset.id,
      model: chosen.document,
      weights,
      settings,
      ...(name.trim() ? { name: name.trim() } : {}),
    }
    const show = (place: string) => {
      set({ name: '' })
      void navigate(`/runs/${place}`)
    }
    if (runs === 1) start.mutate(spec, { onSuccess: show })
    else startFolds.mutate(spec, { onSuccess: ({ runs: [first] }) => show(`${first}?tab=folds`) })
  }

  return (
    <div className={classes.screen}>
      <Stack gap="lg" className={classes.form}>
        <Title order={1} size="h4">
          {t('title')}
        </Title>
        <Stack gap="sm">
          <Select
            size="sm"
            label={<Explained word={t('field.data')} help={t('help.data')} />}
            placeholder={t('data.pick')}
            searchable
            data={(datasets.data ?? []).map((row) => ({ value: row.id, label: row.name }))}
            value={dataset?.id ?? datasetId}
            onChange={(value) => set({ dataset: value })}
            nothingFoundMessage={t('data.none')}
          />
          {datasets.data?.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('data.empty')}{' '}
              <Anchor component={Link} to="/data" underline="always">
                {t('data.goTo')}
              </Anchor>
            </Text>
          )}
          <Select
            size="sm"
            label={<Explained word={t('field.model')} help={t('help.model')} />}
            placeholder={dataset ? t('model.pick') : t('model.pickData')}
            searchable
            data={choices.filter((group) => group.items.length > 0)}
            value={keyOf(model)}
            onChange={(value) => {
              const [kind, ...rest] = (value ?? '').split(':')
              const id = rest.join(':')
              if (kind === 'saved') set({ model: { kind, id }, weights: null })
              if (kind === 'template') set({ model: { kind, name: id, picked: true }, weights: null })
            }}
            nothingFoundMessage={t('model.none')}
          />
          <StartingWeights model={chosen.document} />
        </Stack>
        <Stack gap="sm">
          <Group justify="space-between">
            <Title order={2} size="h6">
              {t('settings')}
            </Title>
            <Button size="compact-xs" variant="subtle" onClick={() => set({ settings: defaultSettings })}>
              {t('defaults')}
            </Button>
          </Group>
          <SettingsForm dataset={dataset} task={task} />
        </Stack>
      </Stack>
      <aside className={classes.side}>
        <div className={classes.stay}>
          <TrainSummary
            dataset={dataset}
            model={chosen.document}
            weights={weights}
            settings={settings}
            problems={problems}
          />
          {found.error && datasetId !== null && (
            <RunFailure failure={found.error} title={t('data.unreadable')} />
          )}
          {chosen.failure && <RunFailure failure={chosen.failure} title={t('model.unreadable')} />}
          {notStarted && <RunFailure failure={notStarted} title={t('notStarted')} />}
          <TextInput
            size="xs"
            maxLength={200}
            label={<Explained word={t('field.name')} help={t('help.name')} />}
            placeholder={t('nameAuto')}
            value={name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Button
            leftSection={<IconPlayerPlay size={16} />}
            disabled={!ready}
            loading={start.isPending || startFolds.isPending}
            onClick={train}
          >
            {runs > 1 ? t('folds:trainAll', { count: runs }) : t('train')}
          </Button>
          <RunningNow />
        </div>
      </aside>
    </div>
  )
}
