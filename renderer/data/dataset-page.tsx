import { Box, Button, Group, Skeleton, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useAction, useCall } from '../service.ts'
import { Confirm } from '../shell/confirm.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import classes from './data.module.css'
import { DatasetTabs } from './dataset-tabs.tsx'

/** One data set: rename, delete, train on it, and its tabs. */
export function DatasetPage({ id }: { id: string }) {
  const { t } = useTranslation('data')
  const navigate = useNavigate()
  const { data, error } = useCall('dataset.get', { id })
  const rename = useAction('dataset.rename')
  const remove = useAction('dataset.delete')
  const [draft, setDraft] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  if (error) {
    return (
      <Box p="md">
        <FailureNotice failure={error} onClose={() => void navigate('/data')} />
      </Box>
    )
  }
  if (!data) return <Skeleton m="md" h={200} animate={false} />
  const keep = () => {
    const name = draft?.trim()
    setDraft(null)
    if (name && name !== data.name) rename.mutate({ id: data.id, name })
  }
  const failure = rename.error ?? remove.error
  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" p="md" pb="xs">
        {draft === null ? (
          <Title order={1} size="h4" lineClamp={2} title={data.name}>
            {data.name}
          </Title>
        ) : (
          <TextInput
            size="xs"
            w={320}
            autoFocus
            maxLength={200}
            aria-label={t('rename')}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onBlur={keep}
            onKeyDown={(event) => {
              if (event.key === 'Enter') keep()
              if (event.key === 'Escape') setDraft(null)
            }}
          />
        )}
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" onClick={() => void navigate(`/train?dataset=${encodeURIComponent(data.id)}`)}>
            {t('trainOnThis')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setDraft(data.name)}>
            {t('rename')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            {t('delete')}
          </Button>
        </Group>
      </Group>
      {failure && (
        <Box px="md" pb="xs">
          <FailureNotice failure={failure} />
        </Box>
      )}
      <DatasetTabs dataset={data} />
      <Confirm
        open={asked}
        title={t('deleteTitle', { name: data.name })}
        text={t('deleteText')}
        action={t('delete')}
        onConfirm={() => remove.mutate({ id: data.id }, { onSuccess: () => void navigate('/data') })}
        onClose={() => setAsked(false)}
      />
    </div>
  )
}
