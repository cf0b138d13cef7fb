import { Stack, Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { varying } from '../../../contract/data/augmentation.ts'
import type { KerasLayer } from '../../../contract/model/model.ts'
import type { Run } from '../../../contract/training/run.ts'
import { grouped } from '../../charts/number-format.ts'
import { useFailureText } from '../../i18n/failure-text.ts'
import { runOfWeights } from '../../train/train-draft.ts'
import classes from '../runs.module.css'
import { useNotCompiled } from './use-not-compiled.ts'

/** Exactly what was trained, on what, where: enough to do it again. */
export function RunConfiguration({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const { settings, resolved, environment } = run
  const notCompiled = useNotCompiled(run)
  const text = useFailureText()
  const other = resolved?.otherPolicyBecause
  const yes = (value: boolean) => t(value ? 'yes' : 'no')
  const training: [string, ReactNode][] = [
    [t('configuration.loss'), resolved?.loss ?? settings.loss ?? t('configuration.auto')],
    [t('configuration.optimizer'), settings.optimizer],
    [
      t('configuration.learningRate'),
      String(resolved?.learningRate ?? settings.learningRate ?? t('configuration.auto')),
    ],
    [t('weights:began'), <BeganWith key="weights" run={run} />],
    [t('configuration.epochs'), String(settings.epochs)],
    [t('configuration.batchSize'), String(settings.batchSize)],
    [t('configuration.validation'), validationWord(run, t)],
    [t('configuration.trainItems'), resolved ? grouped(resolved.trainItems) : '–'],
    [t('configuration.validationItems'), resolved ? grouped(resolved.validationItems) : '–'],
    [t('configuration.shuffle'), yes(settings.shuffle)],
    [t('configuration.seed'), String(resolved?.seed ?? settings.seed ?? t('configuration.auto'))],
    [
      t('configuration.compiled'),
      resolved ? [yes(resolved.compiled), notCompiled].filter(Boolean).join(': ') : '–',
    ],
    [t('configuration.augmentation'), augmentationText(run) || t('configuration.none')],
    [
      t('configuration.precision'),
      [resolved?.dtypePolicy ?? settings.dtypePolicy, other && text(other).message]
        .filter(Boolean)
        .join(': '),
    ],
    ...loopSettings.flatMap((key): [string, ReactNode][] =>
      isEmpty(settings[key]) ? [] : [[t(`configuration.${key}`), settingText(settings[key])]],
    ),
  ]
  const data: [string, ReactNode][] = [
    [t('configuration.data'), run.datasetName],
    [t('configuration.version'), String(run.datasetVersion)],
    [t('configuration.digest'), <code key="digest">{run.datasetDigest}</code>],
    [t('configuration.folder'), run.folder],
  ]
  const where: [string, ReactNode][] = environment
    ? [
        [t('configuration.device'), environment.device],
        [t('configuration.cpu'), environment.cpu],
        [t('configuration.os'), environment.os],
        ['Lathe', environment.lathe],
        ['TensorFlow', environment.tensorflow],
        ['Node', environment.node],
      ]
    : [[t('configuration.device'), '–']]
  return (
    <Stack gap="lg">
      <Facts title={t('configuration.training')} facts={training} />
      <section>
        <Title order={2} size="h6" mb={4}>
          {t('configuration.model')}: {run.modelName}
          {run.parameters !== null &&
            ` · ${t('configuration.parameters', { parameters: grouped(run.parameters) })}`}
        </Title>
        <table className={classes.facts} style={{ width: 'auto' }}>
          <thead>
            <tr>
              <th>{t('configuration.layer')}</th>
              <th>{t('configuration.kind')}</th>
              <th>{t('configuration.arguments')}</th>
            </tr>
          </thead>
          <tbody>
            {run.model.keras.config.layers.map((layer) => (
              <tr key={layer.name}>
                <td>{layer.name}</td>
                <td>{layer.class_name}</td>
                <td>{layerArguments(layer)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Facts title={t('configuration.dataTitle')} facts={data} />
      <Facts title={t('configuration.environment')} facts={where} />
    </Stack>
  )
}

/** Where the first weights came from. */
function BeganWith({ run }: { run: Run }) {
  const { t } = useTranslation('weights')
  const from = runOfWeights(run.weights)
  if (from) return <Link to={`/runs/${from}`}>{t('fromRun', { name: from })}</Link>
  return run.weights ?? t(`own.${run.model.base?.weights ?? 'random'}`)
}

/** Settings that are told where they are in use. */
const loopSettings = [
  'lossSettings',
  'optimizerSettings',
  'metrics',
  'weightedMetrics',
  'earlyStopping',
  'bestCheckpoint',
  'reduceOnPlateau',
  'schedule',
  'classWeight',
] as const satisfies (keyof Run['settings'])[]

/** What was varied while it was trained on, by Keras's names. */
function augmentationText({ settings: { augmentation } }: Run): string {
  const set = augmentation ? varying(augmentation) : []
  const filled = set.length > 0 && augmentation ? [['fill_mode', augmentation.fill_mode] as const] : []
  return [...set, ...filled].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')
}

/** Nothing, or a list or arguments that are all at their defaults. */
const isEmpty = (value: object | string | null) =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0)

/** A setting by Keras's names, as `name=value, ...`. */
const settingText = (value: object | string | null): string =>
  Array.isArray(value)
    ? value.join(', ')
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .filter(([, one]) => one !== null)
          .map(([name, one]) => (name === 'kind' ? String(one) : `${name}=${one}`))
          .join(', ')
      : String(value)

function validationWord({ resolved, settings }: Run, t: TFunction<'runs'>): string {
  const { validationSplit, splitKind, folds, fold } = settings
  if (resolved?.validation === 'held out') {
    // As the data set's split has it, which is not told here: its share would be a guess.
    if (folds) return t('configuration.fold', { fold: (fold ?? 0) + 1, folds: folds.folds })
    if (validationSplit === null && splitKind === null) return t('configuration.heldOut')
    return `${t('configuration.heldOut')} (${validationSplit ?? 0.2}, ${splitKind ?? 'stratified'})`
  }
  if (validationSplit === 0) return t('configuration.none')
  return resolved?.validation ?? String(validationSplit ?? t('configuration.auto'))
}

const told = [
  'batch_shape',
  'units',
  'filters',
  'kernel_size',
  'pool_size',
  'strides',
  'padding',
  'rate',
  'activation',
]

/** The arguments that matter of a layer, by Keras's names. */
function layerArguments(layer: KerasLayer): string {
  const config = layer.config as Record<string, unknown>
  return told
    .filter((name) => ['string', 'number', 'object'].includes(typeof config[name]) && config[name] !== null)
    .filter((name) => !(name === 'activation' && config[name] === 'linear'))
    .map((name) => {
      const value = config[name]
      return `${name}=${Array.isArray(value) ? `(${value.map((one) => one ?? 'None').join(', ')})` : typeof value === 'object' ? '…' : value}`
    })
    .join(', ')
}

function Facts({ title, facts }: { title: string; facts: [string, ReactNode][] }) {
  return (
    <section>
      <Title order={2} size="h6" mb={4}>
        {title}
      </Title>
      <table className={classes.facts} style={{ width: 'auto' }}>
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
