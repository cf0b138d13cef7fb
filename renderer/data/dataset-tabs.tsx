import { Tabs } from '@mantine/core'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { canBeAugmented, canBeSeries, type Dataset } from '../../contract/data/dataset.ts'
import { ActsNotice } from './acts/acts-notice.tsx'
import { AugmentationTab } from './augmentation/augmentation-tab.tsx'
import classes from './data.module.css'
import { FilesTab } from './files/files-tab.tsx'
import { FindingsTab } from './findings/findings-tab.tsx'
import { OverviewTab } from './overview/overview-tab.tsx'
import { PreparationTab } from './preparation/preparation-tab.tsx'
import { SamplesTab } from './samples/samples-tab.tsx'
import { SeriesTab } from './series/series-tab.tsx'

interface DatasetTab {
  /** Stands in the address (`?tab=samples`), and names its words: `tabs.samples` of the catalogue `data`. */
  value: string
  Panel: ComponentType<{ dataset: Dataset }>
  /** Whether there is such a tab for this data; always, where it is left out. */
  shown?: (dataset: Dataset) => boolean
}

/** A further tab is a line here, in the order they stand on the page, and its word in the catalogues. */
const tabs: DatasetTab[] = [
  { value: 'overview', Panel: OverviewTab },
  { value: 'samples', Panel: SamplesTab },
  { value: 'findings', Panel: FindingsTab },
  { value: 'preparation', Panel: PreparationTab },
  { value: 'series', Panel: SeriesTab, shown: canBeSeries },
  { value: 'augmentation', Panel: AugmentationTab, shown: canBeAugmented },
  { value: 'files', Panel: FilesTab },
]

/** What there is to see and do of one data set, a tab each. The address remembers which is open. */
export function DatasetTabs({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('data')
  const [query, setQuery] = useSearchParams()
  const shown = tabs.filter((tab) => tab.shown?.(dataset) ?? true)
  const open = shown.find(({ value }) => value === query.get('tab'))?.value ?? 'overview'
  const show = (tab: string | null) => {
    // A tab is no place of its own to come back to: going back leaves the data set.
    if (tab) setQuery(tab === 'overview' ? {} : { tab }, { replace: true })
  }
  return (
    <Tabs
      value={open}
      onChange={show}
      keepMounted={false}
      className={classes.tabs}
      classNames={{ panel: classes.panel }}
    >
      <Tabs.List px="md">
        {shown.map(({ value }) => (
          <Tabs.Tab key={value} value={value}>
            {t(`tabs.${value}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <ActsNotice dataset={dataset.id} />
      {shown.map(({ value, Panel }) => (
        <Tabs.Panel key={value} value={value} tabIndex={0}>
          <Panel dataset={dataset} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
