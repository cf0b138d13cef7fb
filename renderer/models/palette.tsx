import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { catalogue } from '../../contract/layers/catalogue.ts'
import { dragType } from './canvas.tsx'

/** Every layer there is: drag one onto the canvas, or press Enter or double-click to put it after the selected one. */
export function Palette({ onAdd }: { onAdd: (kind: string) => void }) {
  const { t } = useTranslation('models')
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const kinds = Object.entries(catalogue).filter(([kind]) => kind.toLowerCase().includes(wanted))
  const families = [...new Set(kinds.map(([, { family }]) => family))]
  return (
    <Stack gap="xs">
      <TextInput
        size="xs"
        aria-label={t('searchLayers')}
        placeholder={t('searchLayers')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && kinds[0]) onAdd(kinds[0][0])
        }}
      />
      {families.map((family) => (
        <Stack key={family} gap={2}>
          <Text size="xs" c="dimmed">
            {t(`family.${family}`)}
          </Text>
          {kinds
            .filter(([, kind]) => kind.family === family)
            .map(([kind]) => (
              <Button
                key={kind}
                size="compact-xs"
                variant="default"
                justify="flex-start"
                draggable
                onDragStart={(event) => event.dataTransfer.setData(dragType, kind)}
                onDoubleClick={() => onAdd(kind)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') onAdd(kind)
                }}
              >
                {kind}
              </Button>
            ))}
        </Stack>
      ))}
      {kinds.length === 0 && <Text size="sm">{t('noLayer')}</Text>}
    </Stack>
  )
}
