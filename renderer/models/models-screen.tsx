import { Button, FileButton, Group, Menu, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { chainLayers } from '../../contract/chain-layers.ts'
import { Fault } from '../../contract/failure.ts'
import { readKerasModel } from '../../contract/keras-json.ts'
import { ModelDocument, type ModelRow } from '../../contract/model.ts'
import { buildTemplate, templateNames } from '../../contract/templates/templates.ts'
import { Confirm } from '../runs/confirm.tsx'
import { NameField } from '../runs/name-field.tsx'
import { callService, useCall } from '../service.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Designer } from './designer.tsx'

/** The models there are, or the one that is being drawn. */
export function ModelsScreen() {
  const { id } = useParams()
  return id ? <Designer key={id} id={id} /> : <ModelsList />
}

/** A model out of a file's text: Lathe's own document, or what Keras's `to_json()` wrote. */
function readText(text: string, file: string): ModelDocument {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (thrown) {
    throw new Fault('model.unreadable', { file, detail: String(thrown) })
  }
  const own = ModelDocument.safeParse(json)
  return own.success ? own.data : readKerasModel(json, file.replace(/(\.lathe)?\.json$/, ''))
}

function ModelsList() {
  const { t } = useTranslation('models')
  const navigate = useNavigate()
  const { data } = useCall('model.list', {})
  const [error, setError] = useState<Error | null>(null)
  const [doomed, setDoomed] = useState<ModelRow | null>(null)
  const attempt = (work: () => Promise<unknown>) => {
    setError(null)
    work().catch(setError)
  }
  const create = (document: ModelDocument) =>
    attempt(async () => navigate(`/models/${(await callService('model.create', { document })).id}`))
  const open = (file: File | null) => {
    if (file) attempt(async () => create(readText(await file.text(), file.name)))
  }
  const rename = (id: string, name: string) =>
    attempt(async () => {
      const { document } = await callService('model.get', { id })
      await callService('model.save', { id, document: { ...document, name } })
    })
  return (
    <Stack p="md">
      <Group>
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        <Menu>
          <Menu.Target>
            <Button size="xs">{t('new')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              onClick={() => create(chainLayers(t('emptyName'), [{ kind: 'InputLayer', name: 'input' }]))}
            >
              {t('empty')}
            </Menu.Item>
            {templateNames.map((name) => (
              <Menu.Item key={name} onClick={() => create(buildTemplate(name, null))}>
                {t(`template.${name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <FileButton accept=".json" onChange={open}>
          {(props) => (
            <Button {...props} size="xs" variant="default">
              {t('open')}
            </Button>
          )}
        </FileButton>
      </Group>
      {error && <FailureNotice failure={error} onClose={() => setError(null)} />}
      {data?.length === 0 && <Text>{t('none')}</Text>}
      {data && data.length > 0 && (
        <Table>
          <Table.Tbody>
            {data.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td>
                  <NameField name={row.name} onRename={(name) => rename(row.id, name)} />
                </Table.Td>
                <Table.Td>{t('layers', { count: row.layers })}</Table.Td>
                <Table.Td>{new Date(row.changedAt).toLocaleString()}</Table.Td>
                <Table.Td>
                  <Button component={Link} to={`/models/${row.id}`} size="compact-xs" variant="light">
                    {t('draw')}
                  </Button>{' '}
                  <Button size="compact-xs" variant="default" onClick={() => setDoomed(row)}>
                    {t('delete')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
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
