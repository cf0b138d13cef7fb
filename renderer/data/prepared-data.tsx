import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { bytes } from '../charts/number-format.ts'
import { useAction, useCall } from '../service.ts'

/** Gigabytes that can be chosen. */
const limits = [5, 10, 20, 50, 100, 200]

/** What data prepared for models takes on disk, how much it may take, and a way to be rid of it. Nothing while there is none. */
export function PreparedData() {
  const { t } = useTranslation('prepared')
  const { data: cache } = useCall('dataset.cache', {})
  const { data: preferences } = useCall('preferences.get', {})
  const set = useAction('preferences.set')
  const clear = useAction('dataset.clearCache')
  if (!cache?.entries) return null
  const chosen = preferences?.packedGigabytes ?? null
  const offered = chosen === null || limits.includes(chosen) ? limits : [...limits, chosen]
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed" title={t('why')}>
        {t('takes', { size: bytes(cache.bytes) })}
      </Text>
      <NativeSelect
        size="xs"
        aria-label={t('limit')}
        value={chosen === null ? 'auto' : String(chosen)}
        onChange={({ currentTarget: { value } }) =>
          set.mutate({ packedGigabytes: value === 'auto' ? null : Number(value) })
        }
        data={[
          { value: 'auto', label: t('auto') },
          ...offered.map((gigabytes) => ({ value: String(gigabytes), label: t('most', { gigabytes }) })),
        ]}
      />
      <Button size="xs" variant="default" loading={clear.isPending} onClick={() => clear.mutate({})}>
        {t('clear')}
      </Button>
      {cache.inUse > 0 && (
        <Text size="sm" c="dimmed">
          {t('inUse', { count: cache.inUse })}
        </Text>
      )}
    </Group>
  )
}
