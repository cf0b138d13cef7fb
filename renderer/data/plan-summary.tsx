import { Alert, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportPlan } from '../../contract/dataset.ts'

/** Counts a part, class balance, warnings, and each file left out by name. */
export function PlanSummary({ plan }: { plan: ImportPlan }) {
  const { t, i18n } = useTranslation(['data', 'skipped', 'warnings'])
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <Stack gap="md">
      <Text size="sm">
        {t(`kinds.${plan.kind}`)} · {t('itemCount', { count: plan.items })}
        {plan.imageShape ? ` · ${plan.imageShape.join(' × ')}` : ''}
      </Text>
      {plan.warnings.map((warning) => (
        <Alert key={warning.message} color="yellow" py={6}>
          {t(`warnings:${warning.code}`, { ...warning.values, defaultValue: warning.message })}
        </Alert>
      ))}
      {plan.parts.map((part) => {
        const most = Math.max(1, ...part.classes.map(({ count }) => count))
        return (
          <Stack key={part.part} gap={4} maw={520}>
            <Text size="sm" fw={600}>
              {t(`parts.${part.part}`)} · {number.format(part.items)}
            </Text>
            {part.classes.map(({ name, count }) => (
              <Group key={name} gap="xs" wrap="nowrap">
                <Text size="xs" w={140} truncate title={name}>
                  {name}
                </Text>
                <Progress flex={1} value={(100 * count) / most} aria-label={name} />
                <Text size="xs" w={60} ta="right">
                  {number.format(count)}
                </Text>
              </Group>
            ))}
          </Stack>
        )
      })}
      {plan.skipped.length > 0 && (
        <details>
          <summary>{t('skippedCount', { count: plan.skipped.length })}</summary>
          <ul style={{ maxHeight: 260, overflow: 'auto', fontSize: 12 }}>
            {plan.skipped.slice(0, 1000).map((file) => (
              <li key={`${file.file}:${file.line ?? ''}`}>
                {file.line ? `${file.file}:${file.line}` : file.file}:{' '}
                {t(`skipped:${file.code}`, { ...file.values, defaultValue: file.reason })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Stack>
  )
}
