import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Preview } from '../../../contract/data/preview.ts'
import { grouped } from '../../charts/number-format.ts'
import classes from './preparation.module.css'

/** Classes whose shares are written out. */
const mostClasses = 6

/** How many items are on each side, and how its classes are shared out. */
export function SplitSides({ preview }: { preview: Preview }) {
  const { t } = useTranslation('preparation')
  const sides = preview.sides.filter(({ items }) => items > 0)
  const all = sides.reduce((sum, { items }) => sum + items, 0)
  return (
    <Stack gap={6} maw={720}>
      <div className={classes.bar} aria-hidden>
        {sides.map(({ side, items }) => (
          <div key={side} className={classes[side]} style={{ flexGrow: items }} />
        ))}
      </div>
      <div className={classes.sides}>
        {sides.map(({ side, items, classes: counts }) => (
          <div key={side}>
            <Text size="xs">
              <span className={`${classes.swatch} ${classes[side]}`} aria-hidden />
              {t(`sides.${side}`)} {grouped(items)} · {Math.round((100 * items) / all)} %
            </Text>
            {counts.length > 0 && counts.length <= mostClasses && (
              <Text size="xs" c="dimmed">
                {counts
                  .map((count, at) => `${preview.classes[at] ?? ''}: ${Math.round((100 * count) / items)} %`)
                  .join(' · ')}
              </Text>
            )}
          </div>
        ))}
      </div>
    </Stack>
  )
}
