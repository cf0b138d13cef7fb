import { Modal, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import classes from './designer.module.css'
import { FamilyIcon } from './family-icon.tsx'
import { findLayers } from './find-layers.ts'

/** `/`: type a few letters, choose by arrows, Enter adds the layer after the selected one. */
export function QuickPalette(props: { open: boolean; onAdd: (kind: string) => void; onClose: () => void }) {
  const { t } = useTranslation('models')
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const shown = findLayers(search).slice(0, 8)
  const close = () => {
    setSearch('')
    setAt(0)
    props.onClose()
  }
  const choose = (kind: string | undefined) => {
    if (!kind) return
    close()
    props.onAdd(kind)
  }
  return (
    <Modal
      opened={props.open}
      onClose={close}
      withCloseButton={false}
      size={360}
      yOffset="16vh"
      padding={8}
      // What is typed right after the slash must arrive.
      transitionProps={{ duration: 0 }}
      title={t('quickAdd')}
    >
      <TextInput
        size="sm"
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="quick-layers"
        aria-activedescendant={shown[at] ? `quick-${shown[at]}` : undefined}
        aria-label={t('quickAdd')}
        placeholder={t('searchLayers')}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
          if (event.key === 'Enter') choose(shown[at])
          if (step === 0) return
          event.preventDefault()
          setAt((at + step + shown.length) % Math.max(1, shown.length))
        }}
      />
      <div id="quick-layers" role="listbox" aria-label={t('palette')} className={classes.quickList}>
        {shown.map((kind, index) => (
          <div
            key={kind}
            id={`quick-${kind}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.paletteItem}
            data-family={catalogue[kind]?.family}
            onMouseDown={() => choose(kind)}
          >
            <FamilyIcon kind={kind} />
            <span>{kind}</span>
            <Text span size="xs" c="dimmed" ml="auto">
              {t(`family.${catalogue[kind]?.family}`)}
            </Text>
          </div>
        ))}
        {shown.length === 0 && <Text size="xs">{t('noLayer')}</Text>}
      </div>
    </Modal>
  )
}
