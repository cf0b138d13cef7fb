import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Figure } from '../../charts/figure.tsx'
import { grouped } from '../../charts/number-format.ts'
import { LongProgress } from '../../shell/long-progress.tsx'
import { useLongCall } from '../../shell/use-long-call.ts'
import { RunFailure } from '../run-failure.tsx'
import classes from './reconstructions.module.css'

const shownAtOnce = 24

/** A file by its name, a picture of many in one file by its number there. */
const shortName = (item: string): string => /#\d+$/.exec(item)?.[0] ?? item.split(/[\\/]/).at(-1) ?? item

/** Of an autoencoder: the held-out pictures it is furthest off at, beside what it makes of them. */
export function Reconstructions({ id }: { id: string }) {
  const { t } = useTranslation('runs')
  const { state, start, cancel } = useLongCall('run.reconstruct')
  return (
    <section>
      <Title order={2} size="h6" mb={4}>
        {t('reconstructions.title')}
      </Title>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed" maw={640}>
          {t('reconstructions.help')}
        </Text>
        {state.step === 'running' ? (
          <LongProgress label={t('reconstructions.running')} at={state} onCancel={cancel} />
        ) : (
          <Button size="xs" variant="default" onClick={() => void start({ id, count: shownAtOnce })}>
            {t(state.step === 'done' ? 'reconstructions.again' : 'reconstructions.show')}
          </Button>
        )}
        {state.step === 'failed' && <RunFailure failure={state.failure} />}
        {state.step === 'done' && (
          <>
            <Text size="sm">
              {t('reconstructions.found', {
                count: state.value.shown.length,
                items: grouped(state.value.items),
              })}
            </Text>
            <ul className={classes.pairs}>
              {state.value.shown.map(({ item, error, given, made }) => (
                <li key={item}>
                  <Group gap={2} wrap="nowrap">
                    <img src={given} alt={t('reconstructions.given', { item })} />
                    <img src={made} alt={t('reconstructions.made', { item })} />
                  </Group>
                  <span className={classes.name} title={item}>
                    {shortName(item)}
                  </span>
                  <Figure value={error} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Stack>
    </section>
  )
}
