import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../service.ts'
import { RunFailure } from '../run-failure.tsx'
import classes from '../runs.module.css'

/** What the run wrote while it worked. */
export function RunLog({ id }: { id: string }) {
  const { t } = useTranslation('runs')
  const log = useCall('run.log', { id })
  if (log.error) return <RunFailure failure={log.error} />
  if (!log.data) {
    return (
      <Text size="sm" c="dimmed">
        {t(log.isPending ? 'loading' : 'log.empty')}
      </Text>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it
    <pre className={classes.log} tabIndex={0}>
      {log.data}
    </pre>
  )
}
