import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { endedStatuses, type Run } from '../../../contract/training/run.ts'
import { ConfusionGrid } from '../../charts/confusion-grid.tsx'
import { Figure } from '../../charts/figure.tsx'
import { grouped } from '../../charts/number-format.ts'
import { useAction } from '../../service.ts'
import { RunFailure } from '../run-failure.tsx'
import classes from '../runs.module.css'
import { LabelScores } from './label-scores.tsx'
import { Reconstructions } from './reconstructions.tsx'
import { Baselines } from './run-baselines.tsx'

/** What the finished run can do: its metrics on the items it did not train on, and where it mixes classes up. */
export function RunResults({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const evaluate = useAction('run.evaluate')
  const evaluation = evaluate.data ?? run.evaluation
  const ended = endedStatuses.includes(run.status)
  const again = ended && run.epochsDone > 0 && (
    <Button
      size="xs"
      variant="default"
      loading={evaluate.isPending}
      onClick={() => evaluate.mutate({ id: run.id, task: crypto.randomUUID() })}
    >
      {t(evaluation ? 'results.evaluateAgain' : 'results.evaluate')}
    </Button>
  )
  return (
    <Stack gap="md">
      {evaluate.error && <RunFailure failure={evaluate.error} />}
      {!evaluation && (
        <Text size="sm" c="dimmed">
          {t(ended ? 'results.none' : 'results.wait')}
        </Text>
      )}
      {evaluation && (
        <>
          <Text size="sm">
            {t('results.items', { count: evaluation.items, items: grouped(evaluation.items) })}
          </Text>
          <table className={classes.facts} style={{ width: 'auto', alignSelf: 'flex-start' }}>
            <tbody>
              {Object.entries(evaluation.metrics).map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td data-number>
                    <Figure value={value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div style={{ maxWidth: 360 }}>
            <Baselines baselines={evaluation.baselines} measured={evaluation.metrics} />
          </div>
          {run.task === 'reconstruction' && <Reconstructions id={run.id} />}
          {evaluation.labels && <LabelScores labels={evaluation.labels} />}
          {evaluation.confusion && (
            <section>
              <Title order={2} size="h6" mb={4}>
                {t('confusion.title')}
              </Title>
              <ConfusionGrid confusion={evaluation.confusion} />
            </section>
          )}
        </>
      )}
      <Group>{again}</Group>
    </Stack>
  )
}
