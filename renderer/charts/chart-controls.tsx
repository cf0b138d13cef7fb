import { Group, SegmentedControl, Slider, Switch, Text, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useChartSettings } from './chart-settings.ts'

/** What the person may change about the curves: steps or epochs, log axis, smoothing. */
export function ChartControls() {
  const { t } = useTranslation('runs')
  const { axis, log, smoothing, set } = useChartSettings()
  return (
    <Group gap="lg" wrap="wrap">
      <SegmentedControl
        size="xs"
        aria-label={t('charts.axis')}
        value={axis}
        onChange={(value) => set({ axis: value as 'step' | 'epoch' })}
        data={[
          { value: 'step', label: t('charts.bySteps') },
          { value: 'epoch', label: t('charts.byEpochs') },
        ]}
      />
      <Tooltip label={t('charts.logHelp')} multiline w={240}>
        <div>
          <Switch
            size="xs"
            label={t('charts.log')}
            checked={log}
            onChange={(event) => set({ log: event.currentTarget.checked })}
          />
        </div>
      </Tooltip>
      <Group gap="xs" wrap="nowrap">
        <Tooltip label={t('charts.smoothingHelp')} multiline w={260}>
          <Text size="xs">{t('charts.smoothing')}</Text>
        </Tooltip>
        <Slider
          w={120}
          size="sm"
          min={0}
          max={0.99}
          step={0.01}
          label={null}
          thumbLabel={t('charts.smoothing')}
          value={smoothing}
          onChange={(value) => set({ smoothing: value })}
        />
        <Text size="xs" w={30} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {smoothing.toFixed(2)}
        </Text>
      </Group>
    </Group>
  )
}
