import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { beginImport } from '../data/import/import-flow.ts'
import { connection } from '../service.ts'
import { takeDropped } from './dropped-files.ts'
import classes from './shell.module.css'

/** The whole window takes files, whichever screen is open. */
export function DropTarget() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const drag = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsFiles(event)) return
      event.preventDefault()
      setOver(false)
      void navigate('/data')
      if (connection().kind === 'desktop') {
        void beginImport({ paths: connection().pathsOf([...event.dataTransfer.files]) })
      } else {
        void takeDropped(event.dataTransfer).then((files) => beginImport({ files }))
      }
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [navigate])
  if (!over) return null
  return (
    <div className={classes.drop} role="status">
      <Text size="lg" fw={600}>
        {t('drop')}
      </Text>
    </div>
  )
}
