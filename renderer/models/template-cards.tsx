import { Text, UnstyledButton } from '@mantine/core'
import {
  type Icon,
  IconChartDots,
  IconChartLine,
  IconMessage,
  IconPhoto,
  IconPlus,
  IconTable,
} from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { inferShapes } from '../../contract/graph/infer-shapes.ts'
import { buildTemplate, templateNames } from '../../contract/templates/templates.ts'
import classes from './models.module.css'

const iconOf = (name: string): Icon => {
  if (name.includes('image') || name.includes('photo')) return IconPhoto
  if (name.includes('regressor')) return IconChartDots
  if (name.includes('forecaster')) return IconChartLine
  return name.startsWith('tabular') ? IconTable : IconMessage
}

/** How large a template is, shaped for no data in particular. */
function sizeOf(name: string) {
  const document = buildTemplate(name, null)
  return { name, layers: document.keras.config.layers.length, total: inferShapes(document).total }
}

/** The first click: a model for a common task, or an empty drawing. */
export function TemplateCards({ onChoose }: { onChoose: (template: string | null) => void }) {
  const { t } = useTranslation('models')
  const sizes = useMemo(() => templateNames.map(sizeOf), [])
  return (
    <div className={classes.cards}>
      {sizes.map(({ name, layers, total }) => {
        const Sign = iconOf(name)
        return (
          <UnstyledButton key={name} className={classes.card} onClick={() => onChoose(name)}>
            <Sign size={22} stroke={1.5} aria-hidden />
            <span>
              <Text size="sm" fw={500}>
                {t(`template.${name}`)}
              </Text>
              <Text size="xs" c="dimmed">
                {t('layers', { count: layers })} · {t('total', { value: total.toLocaleString() })}
              </Text>
            </span>
          </UnstyledButton>
        )
      })}
      <UnstyledButton className={classes.card} onClick={() => onChoose(null)}>
        <IconPlus size={22} stroke={1.5} aria-hidden />
        <Text size="sm" fw={500}>
          {t('empty')}
        </Text>
      </UnstyledButton>
    </div>
  )
}
