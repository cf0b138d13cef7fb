import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Dataset, readsText } from '../../../contract/data/dataset.ts'
import { emptyRecipe } from '../../../contract/data/preprocessing.ts'
import { grouped } from '../../charts/number-format.ts'
import { useAction } from '../../service.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { ColumnRecipes } from './column-recipes.tsx'
import { PictureSettings } from './picture-settings.tsx'
import classes from './preparation.module.css'
import { SplitSettings } from './split-settings.tsx'
import { TargetSettings } from './target-settings.tsx'
import { TextSettings } from './text-settings.tsx'
import { usePreparation } from './use-preparation.ts'

/** What is done to the data before a model reads it, and which items it does not learn from; shown on real items. */
export function PreparationTab({ dataset }: { dataset: Dataset }) {
  // What was saved, or gone back to, is where a draft begins.
  return <PreparationDraft key={dataset.version} dataset={dataset} />
}

function PreparationDraft({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('preparation')
  const preparation = usePreparation(dataset)
  const save = useAction('dataset.prepare')
  const { draft, change, undo, redo, changed, preview, failure, busy } = preparation
  const text = readsText({ ...dataset, preprocessing: draft.recipe })
  const table = dataset.kind === 'table' && !text
  const automatic = draft.split === null && JSON.stringify(draft.recipe) === JSON.stringify(emptyRecipe)
  useHotkeys([
    ['mod+Z', () => undo?.()],
    ['mod+shift+Z', () => redo?.()],
  ])
  const atColumn = dataset.columns.some(
    ({ name, role }) => name === failure?.values?.column && role !== 'target',
  )
  const told = save.error ?? (atColumn ? null : failure)
  return (
    <Stack gap="lg">
      <Group gap="xs" className={classes.tools}>
        <Button
          size="xs"
          disabled={!changed || failure !== null || busy}
          loading={save.isPending}
          onClick={() => save.mutate({ id: dataset.id, recipe: draft.recipe, split: draft.split })}
        >
          {t('save')}
        </Button>
        <Button size="xs" variant="default" disabled={!undo} onClick={() => undo?.()}>
          {t('undo')}
        </Button>
        <Button size="xs" variant="default" disabled={!redo} onClick={() => redo?.()}>
          {t('redo')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={automatic}
          onClick={() => change({ recipe: emptyRecipe, split: null })}
        >
          {t('reset')}
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {changed ? t('unsaved') : t('version', { version: dataset.version })}
          {preview && ` · ${t('input', { shape: preview.shape.join(', ') })}`}
          {preview && preview.seen < preview.of && ` · ${t('seen', { items: grouped(preview.seen) })}`}
        </Text>
        {busy && <Loader size={14} aria-label={t('busy')} />}
      </Group>
      {told && <FailureNotice failure={told} />}
      <Section title={t('split.title')}>
        <SplitSettings dataset={dataset} preparation={preparation} />
      </Section>
      {(dataset.task === 'regression' || dataset.classes.length > 1) && (
        <Section
          title={t('target', {
            name:
              dataset.columns.find(({ role }) => role === 'target')?.name ??
              (dataset.values.join(', ') || t('label')),
          })}
        >
          <TargetSettings dataset={dataset} preparation={preparation} />
        </Section>
      )}
      {table && (
        <Section title={t('columns')}>
          <ColumnRecipes dataset={dataset} preparation={preparation} />
        </Section>
      )}
      {text && (
        <Section title={t('texts')}>
          <TextSettings preparation={preparation} />
        </Section>
      )}
      {!table && !text && (
        <Section title={t('pictures')}>
          <PictureSettings preparation={preparation} />
        </Section>
      )}
    </Stack>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h6" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  )
}
