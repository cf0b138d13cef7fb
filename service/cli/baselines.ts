import type { Baseline } from '../../contract/training/baselines.ts'
import { type Output, short } from './output.ts'

const words = ({ name, season, class: most }: Baseline): string => {
  switch (name) {
    case 'last-value':
      return 'naive, the last value again'
    case 'seasonal':
      return `naive, ${season} rows before`
    case 'mean':
    case 'median':
      return `always the ${name}`
    case 'most-frequent':
      return most === null ? 'always what most have' : `always ${most}`
  }
}

/** Says what the simplest guesses come to on the same items: a model that is no better has learnt nothing. */
export function tellBaselines(output: Output, baselines: readonly Baseline[]): void {
  for (const baseline of baselines) {
    const metrics = Object.entries(baseline.metrics).map(([name, value]) => `${name} ${short(value)}`)
    output.text(`To compare: ${words(baseline)}: ${metrics.join('  ')}`)
  }
}
