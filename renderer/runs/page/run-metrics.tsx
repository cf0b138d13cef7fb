import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { endedStatuses, type Run } from '../../../contract/training/run.ts'
import { Figure } from '../../charts/figure.tsx'
import { useLiveRun } from '../live-runs.ts'
import { bestEpoch } from '../run-series.ts'
import classes from '../runs.module.css'
import { validationMetrics } from './compare-baselines.ts'
import { Baselines } from './run-baselines.tsx'

/** The metrics of the last and of the best epoch. */
export function RunMetrics({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const live = useLiveRun(run.id)
  const epochs = live.epochs.length > 0 ? live.epochs : run.epochs
  const last = epochs[epochs.length - 1]
  const best = epochs.find((point) => point.epoch === bestEpoch(epochs))
  const names = Object.keys(last?.metrics ?? { loss: 0, val_loss: 0 })
  return (
    <section>
      <table className={classes.facts}>
        <thead>
          <tr>
            <th>{t('metrics.title')}</th>
            <th data-number>
              {t('metrics.last')}
              {last && <small>{t('metrics.epoch', { epoch: last.epoch })}</small>}
            </th>
            <th data-number>
              {t('metrics.best')}
              {best && <small>{t('metrics.epoch', { epoch: best.epoch })}</small>}
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-number>
                <Figure value={last?.metrics[name]} />
              </td>
              <td data-number>
                <Figure value={best?.metrics[name]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {best && (
        <Baselines baselines={run.resolved?.baselines ?? []} measured={validationMetrics(best.metrics)} />
      )}
      {!last && (
        <Text size="xs" c="dimmed" mt={4}>
          {t(endedStatuses.includes(run.status) ? 'metrics.never' : 'metrics.none')}
        </Text>
      )}
    </section>
  )
}
