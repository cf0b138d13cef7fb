import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import { Delimiter, type ReadingOptions, TextEncoding } from '../../../contract/data/reading.ts'
import { planAgain } from './import-flow.ts'

/** How the files were read, as it was guessed, to be changed: then they are looked at again. */
export function ReadingFields({ plan, options }: { plan: ImportPlan; options: ImportOptions }) {
  const { t } = useTranslation('reading')
  const { reading } = plan
  if (!reading) return null
  // Other names of columns may come out, so what was chosen for them is void.
  const read = (part: ReadingOptions) =>
    void planAgain(plan, {
      ...options,
      reading: { ...options.reading, ...part },
      columns: undefined,
      target: undefined,
    })
  return (
    <>
      {reading.sheets.length > 1 && (
        <NativeSelect
          label={t('sheet')}
          size="xs"
          maw={200}
          value={reading.sheet ?? ''}
          onChange={(event) => read({ sheet: event.currentTarget.value })}
          data={reading.sheets}
        />
      )}
      {reading.encoding && (
        <NativeSelect
          label={t('encoding')}
          size="xs"
          w={140}
          value={reading.encoding}
          onChange={(event) => read({ encoding: TextEncoding.parse(event.currentTarget.value) })}
          data={TextEncoding.options.map((value) => ({ value, label: value.toUpperCase() }))}
        />
      )}
      {reading.delimiter !== null && (
        <NativeSelect
          label={t('delimiter')}
          size="xs"
          w={140}
          value={reading.delimiter}
          onChange={(event) => read({ delimiter: Delimiter.parse(event.currentTarget.value) })}
          data={Delimiter.options.map((value) => ({ value, label: t(`delimiters.${nameOf[value]}`) }))}
        />
      )}
    </>
  )
}

const nameOf = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space' } as const
