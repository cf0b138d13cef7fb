import { Button, FileButton, Group, Menu, Skeleton, Stack, Title } from '@mantine/core'
import { IconChevronDown, IconFolderOpen, IconTopologyStar3 } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import type { ModelDocument, ModelRow } from '../../contract/model/model.ts'
import { chainLayers } from '../../contract/templates/chain-layers.ts'
import { buildTemplate, templateNames } from '../../contract/templates/templates.ts'
import { callService, useCall } from '../service.ts'
import { Confirm } from '../shell/confirm.tsx'
import { EmptyState } from '../shell/empty-state.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Designer } from './designer/designer.tsx'
import { readModelFile } from './model-files.ts'
import { ModelsTable } from './models-table.tsx'
import { TemplateCards } from './template-cards.tsx'

/** The models there are, or the one that is being drawn. */
export function ModelsScreen() {
  const { id } = useParams()
  return id ? <Designer key={id} id={id} /> : <ModelsList />
}

function ModelsList() {
  const { t } = useTranslation('models')
  const navigate = useNavigate()
  const { data, error: unread, isFetching } = useCall('model.list', {})
  const [error, setError] = useState<Error | null>(null)
  const [doomed, setDoomed] = useState<ModelRow | null>(null)
  const attempt = (work: () => Promise<unknown>) => {
    setError(null)
    work().catch(setError)
  }
  const create = async (document: ModelDocument) =>
    navigate(`/models/${(await callService('model.create', { document })).id}`)
  const make = (template: string | null) =>
    attempt(() =>
      create(
        template
          ? { ...buildTemplate(template, null), name: t(`template.${template}`) }
          : chainLayers(t('emptyName'), [{ kind: 'InputLayer', name: 'input' }]),
      ),
    )
  const change = (id: string, edit: (document: ModelDocument) => Promise<unknown>) =>
    attempt(async () => edit((await callService('model.get', { id })).document))
  const open = (
    <FileButton
      accept=".json,.keras"
      onChange={(file) => file && attempt(async () => create(await readModelFile(file)))}
    >
      {(props) => (
        <Button {...props} size="xs" variant="default" leftSection={<IconFolderOpen size={14} />}>
          {t('open')}
        </Button>
      )}
    </FileButton>
  )
  const notice = (error ?? unread) && (
    <FailureNotice failure={(error ?? unread) as Error} onClose={() => setError(null)} />
  )
  // An answer that is being asked again may be of the time before the first model.
  if (data?.length === 0 && !isFetching) {
    return (
      <EmptyState icon={IconTopologyStar3} title={t('emptyTitle')} text={t('none')} width={640}>
        <TemplateCards onChoose={make} />
        {open}
        {notice}
      </EmptyState>
    )
  }
  return (
    <Stack p="md" gap="md">
      <Group>
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        <Group gap="xs" ml="auto">
          {open}
          <Menu position="bottom-end" transitionProps={{ duration: 80 }}>
            <Menu.Target>
              <Button size="xs" rightSection={<IconChevronDown size={14} />}>
                {t('new')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {templateNames.map((name) => (
                <Menu.Item key={name} onClick={() => make(name)}>
                  {t(`template.${name}`)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => make(null)}>{t('empty')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      {notice}
      {!data && !unread && <Skeleton h={120} animate={false} />}
      {data && (
        <ModelsTable
          models={data}
          onRename={(id, name) =>
            change(id, (document) => callService('model.save', { id, document: { ...document, name } }))
          }
          onDuplicate={(row) =>
            change(row.id, (document) =>
              callService('model.create', {
                document: { ...document, name: t('copyOf', { name: row.name }) },
              }),
            )
          }
          onDelete={setDoomed}
        />
      )}
      <Confirm
        open={doomed !== null}
        title={t('deleteTitle')}
        text={t('deleteText', { name: doomed?.name ?? '' })}
        action={t('delete')}
        onConfirm={() => doomed && attempt(() => callService('model.delete', { id: doomed.id }))}
        onClose={() => setDoomed(null)}
      />
    </Stack>
  )
}
