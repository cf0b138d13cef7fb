import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LabelScore } from '../../../contract/training/run.ts'
import { Figure } from '../../charts/figure.tsx'
import { grouped } from '../../charts/number-format.ts'
import classes from '../runs.module.css'

/** How well each of several labels is told: the worst first, since that is what is looked for. */
export function LabelScores({ labels }: { labels: LabelScore[] }) {
  const { t } = useTranslation('reading')
  return (
    <section>
      <Title order={2} size="h6" mb={4}>
        {t('scores.title')}
      </Title>
      <table className={classes.facts} style={{ width: 'auto' }}>
        <thead>
          <tr>
            {(['label', 'precision', 'recall', 'f1', 'support'] as const).map((name) => (
              <th key={name} scope="col" data-number={name !== 'label' || undefined}>
                {t(`scores.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...labels]
            .sort((a, b) => a.f1 - b.f1)
            .map(({ name, precision, recall, f1, support }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {[precision, recall, f1].map((value, at) => (
                  <td key={['precision', 'recall', 'f1'][at]} data-number>
                    <Figure value={value} />
                  </td>
                ))}
                <td data-number>{grouped(support)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
