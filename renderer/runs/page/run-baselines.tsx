import { Text } from '@mantine/core'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Baseline } from '../../../contract/training/baselines.ts'
import type { Metrics } from '../../../contract/training/run.ts'
import { Figure } from '../../charts/figure.tsx'
import { Explained } from '../../shell/explained.tsx'
import classes from '../runs.module.css'
import { bestBaseline, comparedMetrics } from './compare-baselines.ts'

/** Puts a baseline into words. */
export function useBaselineWord(): (baseline: Baseline) => string {
  const { t } = useTranslation('baselines')
  return useCallback(
    ({ name, season, class: most }) =>
      name === 'most-frequent' && most === null
        ? t('name.usual-labels')
        : t(`name.${name}`, { season, class: most }),
    [t],
  )
}

/**
 * What the simplest guesses come to on the items that the model is measured on, and whether it beats them. `measured`: the model's
 * metrics by their names without `val_`.
 */
export function Baselines({ baselines, measured }: { baselines: readonly Baseline[]; measured: Metrics }) {
  const { t } = useTranslation('baselines')
  const word = useBaselineWord()
  const names = comparedMetrics(baselines, measured)
  const [first] = names
  if (first === undefined) return null
  const best = bestBaseline(baselines, first)
  const { better, share } = best.against(measured[first] as number)
  return (
    <section style={{ marginTop: 16 }}>
      <table className={classes.facts}>
        <thead>
          <tr>
            <th>
              <Explained word={t('title')} help={t('help')} />
            </th>
            {names.map((name) => (
              <th key={name} data-number>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {baselines.map((baseline) => (
            <tr key={baseline.name}>
              <th scope="row" style={{ whiteSpace: 'normal' }}>
                {word(baseline)}
              </th>
              {names.map((name) => (
                <td key={name} data-number>
                  <Figure value={baseline.metrics[name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="xs" mt={4} role="status">
        {t(share === 0 ? 'same' : better ? 'better' : 'worse', {
          metric: first,
          share,
          than: word(best.baseline),
        })}
      </Text>
    </section>
  )
}
