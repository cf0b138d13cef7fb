import { catalogue } from '../../../contract/layers/catalogue.ts'
import { layerConfig } from '../../../contract/layers/keras-defaults.ts'

const silent = new Set(['batch_shape', 'use_bias', 'trainable'])
/** Said even where it is Keras's default, or where Keras has none. */
const telling = new Set([
  'units',
  'filters',
  'kernel_size',
  'pool_size',
  'rate',
  'input_dim',
  'output_dim',
  'target_shape',
  'axis',
])

/** A setting's value as it is written in one line; sizes by crosses. */
export const valueText = (value: unknown): string =>
  Array.isArray(value) ? value.map((size) => size ?? '?').join('×') : String(value ?? '–')

/** The two or three settings that matter most: those that Keras has to be told, and those that differ from its default. */
export function layerFacts(kind: string, config: Record<string, unknown>): string {
  const inner = config.layer as { class_name?: string; config?: Record<string, unknown> } | undefined
  if (inner?.class_name && inner.config)
    return `${inner.class_name}: ${layerFacts(inner.class_name, inner.config)}`
  const usual = layerConfig(kind, '')
  return (catalogue[kind]?.parameters ?? [])
    .filter(({ name }) => !silent.has(name) && config[name] !== undefined && config[name] !== null)
    .filter(({ name }) => telling.has(name) || valueText(config[name]) !== valueText(usual[name]))
    .slice(0, 3)
    .map(({ name, kind: form }) => {
      if (name === 'activation' || (form === 'boolean' && config[name] === true))
        return name === 'activation' ? valueText(config[name]) : name
      return `${name} ${valueText(config[name])}`
    })
    .join(' · ')
}

/** Keras's own words, the same in every language. */
export const argument = { layer: 'layer', trainable: 'trainable', name: 'name', shape: 'shape' } as const
