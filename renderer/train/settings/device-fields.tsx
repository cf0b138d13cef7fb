import { Select, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DtypePolicy } from '../../../contract/training/training.ts'
import { useFailureText } from '../../i18n/failure-text.ts'
import { useCall } from '../../service.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'

/** How the device computes; what it cannot do is said here, before the run. */
export function DeviceFields() {
  const { t } = useTranslation('arguments')
  const text = useFailureText()
  const { settings, change } = useTrainDraft()
  const { dtypePolicy, gpuMemoryGrowth, compile } = settings
  const device = useCall('app.state', {}).data?.device
  const cannot = dtypePolicy === 'float32' ? null : (device?.whyNoBfloat16 ?? null)
  return (
    <Stack gap="sm">
      <Select
        size="xs"
        maw={280}
        label={<Explained word={t('policy')} help={t('policyHelp')} />}
        allowDeselect={false}
        data={DtypePolicy.options.map((value) => ({ value, label: t(`policies.${value}`) }))}
        value={dtypePolicy}
        onChange={(value) => value && change({ dtypePolicy: value as DtypePolicy })}
      />
      {cannot && <Text size="xs">{text(cannot).message}</Text>}
      {dtypePolicy !== 'float32' && !compile && <Text size="xs">{t('policyNotCompiled')}</Text>}
      {(device?.kind === 'GPU' || !gpuMemoryGrowth) && (
        <Switch
          size="xs"
          label={<Explained word={t('growth')} help={t('growthHelp')} />}
          checked={gpuMemoryGrowth}
          onChange={(event) => change({ gpuMemoryGrowth: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}
