import type { Finding, FindingCode } from '../../../../contract/data/findings.ts'
import { fillIn } from '../../../../contract/fill-in.ts'

/** What a finding is, for the command line; the window has its own words, in its language. */
const texts: Record<FindingCode, string> = {
  leak: '{{count}} items are in the training part and in another one: what is measured there is too good',
  'near-leak': '{{count}} items of the training part are nearly the same as others outside of it',
  conflict: '{{count}} items are the same as others with another label',
  duplicates: '{{count}} items come again',
  'near-duplicates': '{{count}} items are nearly the same as others',
  imbalance: '{{most}} has {{mostCount}} items, {{least}} only {{leastCount}}',
  'rare-class': 'too few items of {{classes}}',
  'target-leak':
    '{{column}} alone tells the target ({{percent}} %): it may not be known when predictions are made',
  'constant-column': '{{column}} never changes',
  'missing-column': '{{column}} is missing in {{percent}} % of the rows',
  'unique-column': '{{column}} is different in nearly every row',
  outliers: '{{count}} values of {{column}} lie outside of {{low}} to {{high}}',
  'blank-pictures': '{{count}} pictures show nothing but one colour',
  'tiny-pictures': '{{count}} pictures are much smaller than the others',
  'odd-pictures': '{{count}} pictures are much wider or taller than the others',
  'mixed-channels': '{{count}} pictures have other channels than most',
  'empty-texts': '{{count}} texts have no word',
  'left-out-files': '{{count}} files or lines were left out, such as {{file}}: {{reason}}',
}

/** A finding in English. */
export const findingText = ({ code, values }: Finding): string => fillIn(texts[code], values)
