import { ActionIcon, NativeSelect, Text, Tooltip } from '@mantine/core'
import { IconKeyboard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../contract/app.ts'
import { useAction, useCall } from '../service.ts'
import classes from './shell.module.css'
import { useShortcutList } from './shortcuts.ts'

/** Device, memory, what is kept, and the three switches people look for: language, theme, motion. */
export function StatusLine() {
  const { t } = useTranslation('shell')
  const { data } = useCall('app.state', {})
  const { data: preferences } = useCall('preferences.get', {})
  const set = useAction('preferences.set')
  const device = data?.device
  return (
    <footer className={classes.status}>
      <Text size="xs">
        {device ? t('device', { kind: device.kind, cores: device.cores }) : t('noDevice')}
      </Text>
      {device && (
        <Text size="xs">{t('memory', { gigabytes: (device.memoryBytes / 2 ** 30).toFixed(1) })}</Text>
      )}
      <Text size="xs">{t('autosaved')}</Text>
      <Tooltip label={`${t('shortcuts:title')} (?)`}>
        <ActionIcon
          ml="auto"
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('shortcuts:title')}
          onClick={() => useShortcutList.setState({ open: true })}
        >
          <IconKeyboard size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <NativeSelect
        size="xs"
        variant="unstyled"
        aria-label={t('language.label')}
        value={preferences?.language ?? 'system'}
        onChange={(event) => set.mutate({ language: event.currentTarget.value as Preferences['language'] })}
        data={(['system', 'en', 'zh'] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      <NativeSelect
        size="xs"
        variant="unstyled"
        aria-label={t('theme.label')}
        value={preferences?.theme ?? 'system'}
        onChange={(event) => set.mutate({ theme: event.currentTarget.value as Preferences['theme'] })}
        data={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
      <NativeSelect
        size="xs"
        variant="unstyled"
        aria-label={t('motion.label')}
        value={(preferences?.motion ?? true) ? 'on' : 'off'}
        onChange={(event) => set.mutate({ motion: event.currentTarget.value === 'on' })}
        data={(['on', 'off'] as const).map((value) => ({ value, label: t(`motion.${value}`) }))}
      />
    </footer>
  )
}
