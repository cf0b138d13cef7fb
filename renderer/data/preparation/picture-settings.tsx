import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PictureRecipe } from '../../../contract/data/preprocessing.ts'
import classes from './preparation.module.css'
import { Amount, Choice, Toggle } from './settings.tsx'
import type { Preparation } from './use-preparation.ts'

const fields = PictureRecipe.shape
type Size = NonNullable<PictureRecipe['size']>

/** How pictures become the numbers of an Input, and some of them before and after. */
export function PictureSettings({ preparation }: { preparation: Preparation }) {
  const { t } = useTranslation('preparation')
  const { draft, change, preview } = preparation
  const picture = draft.recipe.picture ?? PictureRecipe.parse({})
  const put = (part: Partial<PictureRecipe>) =>
    change({ recipe: { ...draft.recipe, picture: { ...picture, ...part } } })
  const [height = 64, width = 64] = preview?.shape ?? []
  const size = picture.size ?? { height, width }
  const sized = (to: Partial<Size>) => put({ size: { ...size, ...to } })
  const { cropFrom } = picture
  return (
    <Stack gap="sm">
      <Group gap="md">
        <Amount
          {...{
            label: t('picture.height'),
            value: picture.size?.height ?? null,
            placeholder: String(height),
          }}
          {...{ min: 1, max: 4096, whole: true, width: 64 }}
          onChange={(value) => (value ? sized({ height: Math.min(4096, value) }) : put({ size: null }))}
        />
        <Amount
          {...{ label: t('picture.width'), value: picture.size?.width ?? null, placeholder: String(width) }}
          {...{ min: 1, max: 4096, whole: true, width: 64 }}
          onChange={(value) => (value ? sized({ width: Math.min(4096, value) }) : put({ size: null }))}
        />
        <Choice
          {...{ label: t('picture.resize'), group: 'resize', value: picture.resize }}
          words={fields.resize.unwrap().options}
          onChange={(resize) => put({ resize })}
        />
        <Choice
          {...{ label: t('picture.interpolation'), group: 'interpolation', value: picture.interpolation }}
          words={fields.interpolation.unwrap().options}
          onChange={(interpolation) => put({ interpolation })}
        />
        <Choice
          {...{ label: t('picture.colour'), group: 'colour', value: picture.colour ?? 'auto' }}
          words={['auto', 'grey', 'rgb', 'rgba'] as const}
          onChange={(colour) => put({ colour: colour === 'auto' ? null : colour })}
        />
        <Choice
          {...{ label: t('picture.normalise'), group: 'normalise', value: picture.normalise }}
          words={fields.normalise.unwrap().options}
          onChange={(normalise) => put({ normalise })}
        />
        {picture.normalise === 'zca' && (
          <Amount
            {...{ label: t('picture.epsilon'), value: picture.zcaEpsilon, min: 1e-9, max: 100, width: 88 }}
            onChange={(value) => value && put({ zcaEpsilon: value })}
          />
        )}
        <Toggle
          {...{ label: t('picture.crop'), checked: cropFrom !== null }}
          onChange={(on) =>
            put({
              cropFrom: on ? { height: Math.round(height * 1.15), width: Math.round(width * 1.15) } : null,
            })
          }
        />
        {cropFrom && (
          <Amount
            {...{
              label: t('picture.cropFrom'),
              value: cropFrom.height,
              min: height,
              max: 4096,
              whole: true,
              width: 64,
            }}
            onChange={(value) =>
              value && put({ cropFrom: { height: value, width: Math.round((value * width) / height) } })
            }
          />
        )}
      </Group>
      {picture.normalise === 'zca' && (
        <Text size="xs" c="dimmed" maw={720}>
          {t('picture.whitened')}
        </Text>
      )}
      <div className={classes.pictures}>
        {preview?.pictures.map((one) => (
          <figure key={one.before} className={classes.pair}>
            <img src={one.before} alt={t('picture.before', { label: one.label })} />
            <img className={classes.pixels} src={one.after} alt={t('picture.after', { label: one.label })} />
            <figcaption>
              <Text size="xs" truncate title={one.label}>
                {one.label}
              </Text>
              <Text size="xs" c="dimmed" truncate title={t('picture.ranges')}>
                {one.least.map((low, at) => `${short(low)} – ${short(one.greatest[at] ?? 0)}`).join(' · ')}
              </Text>
            </figcaption>
          </figure>
        ))}
      </div>
    </Stack>
  )
}

const short = (value: number) => String(Number(value.toFixed(2)))
