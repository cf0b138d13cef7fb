import { Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Finding, FindingAct } from '../../../contract/data/findings.ts'
import { callService } from '../../service.ts'
import { act, useActs } from '../acts/data-acts.ts'
import { ProfileState } from '../profile/profile-state.tsx'
import { useProfile } from '../profile/use-profile.ts'
import { FindingCard } from './finding-card.tsx'

/** What may be wrong with the data set, the most serious first, and what can be done about it. */
export function FindingsTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('findings')
  const known = useProfile(dataset)
  const busy = useActs((acts) => acts.busy)
  const [ignoredShown, showIgnored] = useState(false)
  const findings = known.profile?.findings ?? []
  const isIgnored = ({ id }: Finding) => dataset.ignoredFindings.includes(id)
  const open = findings.filter((one) => !isIgnored(one))
  const ignored = findings.filter(isIgnored)
  const resolve = (finding: Finding, what: FindingAct) =>
    void act(dataset, () =>
      callService('dataset.resolve', {
        id: dataset.id,
        finding: finding.id,
        act: what,
        task: crypto.randomUUID(),
      }),
    )
  const card = (finding: Finding) => (
    <FindingCard
      key={finding.id}
      dataset={dataset}
      finding={finding}
      ignored={isIgnored(finding)}
      // What is shown is of the version before: it is looked at again first.
      disabled={busy || known.stale}
      onAct={(what) => resolve(finding, what)}
    />
  )
  return (
    <Stack gap="md" maw={960}>
      <ProfileState known={known} />
      {known.profile && !known.stale && open.length === 0 && (
        <Group gap="xs" wrap="nowrap">
          <IconCircleCheck size={20} aria-hidden />
          <Text size="sm">{t('nothing')}</Text>
        </Group>
      )}
      <Stack gap={0} component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
        {open.map(card)}
      </Stack>
      {ignored.length > 0 && (
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-expanded={ignoredShown}
            onClick={() => showIgnored(!ignoredShown)}
          >
            {t('ignoredCount', { count: ignored.length })}
          </Button>
          {ignoredShown && (
            <Stack gap={0} component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
              {ignored.map(card)}
            </Stack>
          )}
        </div>
      )}
    </Stack>
  )
}
