import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { excludedCount } from '../../../contract/data/excluded.ts'
import { PlanSummary } from '../import/plan-summary.tsx'
import { ColumnProfiles } from '../profile/column-profiles.tsx'
import { PictureOverview } from '../profile/picture-statistics.tsx'
import { ProfileState } from '../profile/profile-state.tsx'
import { TextOverview } from '../profile/text-statistics.tsx'
import { useProfile } from '../profile/use-profile.ts'
import { ColumnsOverview } from './columns-overview.tsx'

/** What the data set holds at a glance: counts, balance, what its columns, pictures or texts are like, and what was left out. */
export function OverviewTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('profile')
  const known = useProfile(dataset)
  const left = excludedCount(dataset.excluded)
  const { profile } = known
  return (
    <Stack gap="lg">
      <PlanSummary plan={dataset} />
      {left > 0 && <Text size="sm">{t('leftOut', { count: left })}</Text>}
      <ProfileState known={known} />
      {profile?.pictures && <PictureOverview pictures={profile.pictures} />}
      {profile?.texts && <TextOverview texts={profile.texts} />}
      {profile && profile.columns.length > 0 ? (
        <ColumnProfiles columns={profile.columns} rows={profile.rows} />
      ) : (
        dataset.columns.length > 0 && <ColumnsOverview dataset={dataset} />
      )}
      {profile?.sampled && (
        <Text size="xs" c="dimmed">
          {t('sampled', { count: profile.sampled })}
        </Text>
      )}
    </Stack>
  )
}
