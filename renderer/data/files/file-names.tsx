import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FileList } from '../../../contract/data/dataset-files.ts'
import classes from './files.module.css'

/** Files of one fate: how many, and the first of them by name. Nothing where there are none. */
export function FileNames({
  kind,
  list,
}: {
  kind: 'added' | 'removed' | 'changed' | 'missing'
  list: FileList
}) {
  const { t } = useTranslation('files')
  if (list.count === 0) return null
  return (
    <details open={list.count <= 5}>
      <summary>{t(`${kind}Count`, { count: list.count })}</summary>
      <ul className={classes.names}>
        {list.names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {list.count > list.names.length && (
        <Text size="xs" c="dimmed">
          {t('more', { count: list.count - list.names.length })}
        </Text>
      )}
    </details>
  )
}
