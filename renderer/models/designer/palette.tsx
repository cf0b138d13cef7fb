import { Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import { dragType } from './canvas.tsx'
import classes from './designer.module.css'
import { FamilyIcon } from './family-icon.tsx'
import { findLayers } from './find-layers.ts'

/** Every layer there is: drag one onto the canvas, or click it to put it after the selected one. */
export function Palette({ onAdd }: { onAdd: (kind: string) => void }) {
  const { t } = useTranslation('models')
  const [search, setSearch] = useState('')
  const kinds = findLayers(search)
  const families = [...new Set(kinds.map((kind) => catalogue[kind]?.family))]
  return (
    <section className={classes.palette} aria-label={t('palette')}>
      <TextInput
        size="xs"
        aria-label={t('searchLayers')}
        placeholder={t('searchLayers')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && kinds[0]) onAdd(kinds[0])
          if (event.key === 'Escape') setSearch('')
        }}
      />
      <div className={classes.paletteList}>
        {families.map((family) => (
          <section key={family} aria-label={t(`family.${family}`)}>
            <Text size="xs" c="dimmed" className={classes.familyName}>
              {t(`family.${family}`)}
            </Text>
            {kinds
              .filter((kind) => catalogue[kind]?.family === family)
              .map((kind) => (
                <button
                  key={kind}
                  type="button"
                  className={classes.paletteItem}
                  data-family={family}
                  title={t('addHint', { layer: kind })}
                  draggable
                  onDragStart={(event) => {
                    event.dataTransfer.setData(dragType, kind)
                    event.dataTransfer.effectAllowed = 'copy'
                  }}
                  onClick={() => onAdd(kind)}
                >
                  <FamilyIcon kind={kind} />
                  <span>{kind}</span>
                </button>
              ))}
          </section>
        ))}
        {kinds.length === 0 && <Text size="xs">{t('noLayer')}</Text>}
      </div>
    </section>
  )
}
