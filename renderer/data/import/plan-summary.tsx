import { Alert, Group, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type SkippedFile, skippedCount } from '../../../contract/data/data-notes.ts'
import type { ImportPlan } from '../../../contract/data/dataset.ts'
import classes from '../data.module.css'
import { DataNotes } from '../data-notes.tsx'

/** Counts a part, class balance, warnings, and each file left out by name. */
export function PlanSummary({ plan }: { plan: ImportPlan }) {
  const { t, i18n } = useTranslation('data')
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <Stack gap="md">
      <Text size="sm">
        {t(`kinds.${plan.kind}`)} · {t('itemCount', { count: plan.items })}
        {plan.imageShape ? ` · ${plan.imageShape.join(' × ')}` : ''}
      </Text>
      {plan.items === 0 && (
        <Alert color="red" py={6} role="alert" icon={<IconAlertTriangle size={18} />}>
          {t('nothingUsable')}
        </Alert>
      )}
      <DataNotes notes={plan.warnings} />
      <Group align="flex-start" gap="xl">
        {plan.parts.map((part) => {
          const most = Math.max(1, ...part.classes.map(({ count }) => count))
          return (
            <Stack key={part.part} gap={4} w={420} maw="100%">
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
      </Group>
      {plan.skipped.length > 0 && <SkippedFiles plan={plan} />}
    </Stack>
  )
}

/** Why a file or a line was left out, in the window's language. */
export function useSkippedText(): (file: SkippedFile) => string {
  const { t } = useTranslation('skipped')
  return (file) => t(file.code, { ...file.values, defaultValue: file.reason })
}

/** Each file or line that was left out, by its name within what was dropped, and why. */
function SkippedFiles({ plan }: { plan: ImportPlan }) {
  const { t } = useTranslation('data')
  const reasonOf = useSkippedText()
  const shown = plan.skipped.slice(0, 1000)
  return (
    <details open={plan.items === 0}>
      <summary>{t('skippedCount', { count: skippedCount(plan.skipped) })}</summary>
      <ul className={classes.skipped}>
        {shown.map((file) => (
          <li key={`${file.file}:${file.line ?? ''}:${file.code}`} title={file.file}>
            <b>{nameWithin(plan.paths, file.file)}</b> {reasonOf(file)}
          </li>
        ))}
      </ul>
      {plan.skipped.length > shown.length && (
        <Text size="xs" c="dimmed">
          {t('skippedMore', { count: plan.skipped.length - shown.length })}
        </Text>
      )}
    </details>
  )
}

/** A path without what all that was dropped lies in: `tulip/3.jpg`; of what lies elsewhere its last part. */
function nameWithin(paths: string[], file: string): string {
  const above = paths.find((path) => file.startsWith(`${path}/`) || file.startsWith(`${path}\\`))
  return above ? file.slice(above.length + 1) : (file.split(/[\\/]/).at(-1) ?? file)
}
