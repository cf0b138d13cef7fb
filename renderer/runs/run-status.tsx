import { Group, Loader, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconPlayerPause,
  IconPlayerStop,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RunStatus as Status } from '../../contract/training/run.ts'

const looks: Record<Status, { colour: string; icon: typeof IconCheck | null }> = {
  queued: { colour: 'dimmed', icon: IconClock },
  preparing: { colour: 'dimmed', icon: null },
  training: { colour: 'inherit', icon: null },
  paused: { colour: 'var(--run-warn)', icon: IconPlayerPause },
  finished: { colour: 'var(--run-good)', icon: IconCheck },
  stopped: { colour: 'var(--run-warn)', icon: IconPlayerStop },
  failed: { colour: 'var(--run-bad)', icon: IconAlertTriangle },
  interrupted: { colour: 'var(--run-warn)', icon: IconPlugConnectedX },
}

/** A run's status: an icon and its word, never colour alone. */
export function RunStatus({ status }: { status: Status }) {
  const { t } = useTranslation('runs')
  const { colour, icon: Icon } = looks[status]
  return (
    <Group gap={6} wrap="nowrap" c={colour === 'dimmed' ? 'dimmed' : undefined}>
      {Icon ? (
        <Icon size={15} color={colour === 'dimmed' ? undefined : colour} aria-hidden />
      ) : (
        <Loader size={13} />
      )}
      <Text span size="sm" inherit={false} style={{ whiteSpace: 'nowrap' }}>
        {t(`status.${status}`)}
      </Text>
    </Group>
  )
}
