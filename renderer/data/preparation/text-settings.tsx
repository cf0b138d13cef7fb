import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextRecipe } from '../../../contract/data/preprocessing.ts'
import type { Preview } from '../../../contract/data/preview.ts'
import classes from './preparation.module.css'
import { Amount, Choice } from './settings.tsx'
import type { Preparation } from './use-preparation.ts'

const fields = TextRecipe.shape

/** How texts become tokens, by Keras's words, and the first texts as they are read. */
export function TextSettings({ preparation }: { preparation: Preparation }) {
  const { t } = useTranslation('preparation')
  const { draft, change, preview } = preparation
  const text = draft.recipe.text ?? TextRecipe.parse({})
  const put = (part: Partial<TextRecipe>) =>
    change({ recipe: { ...draft.recipe, text: { ...text, ...part } } })
  const int = text.outputMode === 'int'
  return (
    <Stack gap="sm">
      <Group gap="md">
        <Choice
          {...{ label: t('text.standardize'), group: 'standardize', value: text.standardize }}
          words={fields.standardize.unwrap().options}
          onChange={(standardize) => put({ standardize })}
        />
        <Choice
          {...{ label: t('text.split'), group: 'textSplit', value: text.split }}
          words={fields.split.unwrap().options}
          onChange={(split) => put({ split })}
        />
        <Choice
          {...{ label: t('text.outputMode'), group: 'outputMode', value: text.outputMode }}
          words={fields.outputMode.unwrap().options}
          onChange={(outputMode) => put({ outputMode })}
        />
        <Amount
          {...{ label: t('text.maxTokens'), value: text.maxTokens, min: 3, max: 1_000_000, whole: true }}
          placeholder={int ? '10000' : '1000'}
          onChange={(maxTokens) => put({ maxTokens: maxTokens && Math.max(3, maxTokens) })}
        />
        {int && (
          <>
            <Amount
              {...{
                label: t('text.length'),
                value: text.length,
                min: 1,
                max: 100_000,
                whole: true,
                placeholder: '200',
              }}
              onChange={(length) => put({ length: length && Math.max(1, length) })}
            />
            <Choice
              {...{ label: t('text.padding'), group: 'padding', value: text.padding }}
              words={['pre', 'post'] as const}
              onChange={(padding) => put({ padding })}
            />
          </>
        )}
        <Amount
          {...{ label: t('text.ngrams'), value: text.ngrams, min: 2, max: 5, whole: true, width: 56 }}
          onChange={(ngrams) => put({ ngrams: ngrams && Math.max(2, Math.min(5, ngrams)) })}
        />
      </Group>
      {preview?.texts.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the texts are the first of the data, in their order
        <PreparedText key={at} text={one} unknown={int ? 1 : 0} />
      ))}
    </Stack>
  )
}

function PreparedText({ text, unknown }: { text: Preview['texts'][number]; unknown: number }) {
  const { t } = useTranslation('preparation')
  return (
    <div>
      <Text size="sm" lineClamp={2}>
        {text.before}
      </Text>
      <div className={classes.tokens}>
        {text.tokens.map(({ text: token, number }, at) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may come more than once
            key={at}
            className={`${classes.token} ${number === unknown ? classes.unknown : ''}`}
            title={number === unknown ? t('text.unknown') : undefined}
          >
            {token} <small>{number}</small>
          </span>
        ))}
        {text.count > text.tokens.length && (
          <Text size="xs" c="dimmed">
            {t('text.more', { count: text.count - text.tokens.length })}
          </Text>
        )}
      </div>
    </div>
  )
}
