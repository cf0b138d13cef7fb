import { Alert, Button, Group } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LinkState } from '../connection/connection.ts'
import { connection, useAction, useCall } from '../service.ts'

/** SQLite's own words of a file that it cannot use; others are quoted. */
const reasons: Record<string, string> = {
  'file is not a database': 'recovery.noDatabase',
  'database disk image is malformed': 'recovery.malformed',
}

/** What the person must know of the service: that it is away, or what it found at the start. */
export function Notices() {
  const { t } = useTranslation('shell')
  const [link, setLink] = useState<LinkState>({ state: 'starting' })
  const { data } = useCall('app.state', {})
  const dismiss = useAction('app.dismissRecovery')
  useEffect(() => connection().onServiceState(setLink), [])
  const recovery = data?.recovery
  return (
    <>
      {link.state !== 'ready' && link.state !== 'starting' && (
        <Alert color={link.state === 'failed' ? 'red' : 'yellow'} role="status" radius={0} py={6}>
          <Group gap="sm">
            {t(`service.${link.state}`, { reason: 'reason' in link ? link.reason : '' })}
            {link.state === 'failed' && (
              <Button size="compact-xs" onClick={() => connection().restartService()}>
                {t('service.again')}
              </Button>
            )}
          </Group>
        </Alert>
      )}
      {recovery && (
        <Alert
          color="yellow"
          role="status"
          radius={0}
          py={6}
          withCloseButton
          closeButtonLabel={t('close')}
          onClose={() => dismiss.mutate({})}
          title={
            recovery.keptAside ? t('recovery.damaged', { file: recovery.keptAside }) : t('recovery.title')
          }
        >
          {recovery.reason && t(reasons[recovery.reason] ?? 'recovery.sqlite', { reason: recovery.reason })}{' '}
          {recovery.keptAside && t('recovery.runs', { count: recovery.runsRecovered })}{' '}
          {recovery.interrupted.length > 0 &&
            t('recovery.interrupted', { names: recovery.interrupted.join(', ') })}
        </Alert>
      )}
    </>
  )
}
