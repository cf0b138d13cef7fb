import { Button, Group, Select, Stack, Switch, Text } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GraphShapes } from '../../../contract/graph/infer-shapes.ts'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import { layerConfig } from '../../../contract/layers/keras-defaults.ts'
import { shapeText } from '../../../contract/layers/layer-kind.ts'
import type { KerasLayer, ModelDocument } from '../../../contract/model/model.ts'
import { renameLayer, setInner, setSetting } from '../edit/edit-graph.ts'
import { useDesign } from './design-store.ts'
import classes from './designer.module.css'
import { DraftInput } from './draft-input.tsx'
import family from './family.module.css'
import { FamilyIcon, familyOf } from './family-icon.tsx'
import { argument } from './layer-facts.ts'
import { LayerInputs } from './layer-inputs.tsx'
import { SettingField } from './setting-field.tsx'

interface InspectorProps {
  document: ModelDocument
  graph: GraphShapes
  onDuplicate: () => void
  onDelete: () => void
}

/** The settings of the selected layer; for several, what can be done with them all. */
export function Inspector(props: InspectorProps) {
  const { t } = useTranslation('models')
  const selected = useDesign((state) => state.selected)
  const layer = props.document.keras.config.layers.find(({ name }) => name === selected[0])
  return (
    <section className={classes.inspector} aria-label={t('inspector')}>
      {selected.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('selectLayer')}
        </Text>
      )}
      {selected.length === 1 && layer && (
        <LayerSettings key={layer.name} document={props.document} graph={props.graph} layer={layer} />
      )}
      {selected.length > 1 && (
        <Stack gap="sm">
          <Text size="sm">{t('selectedLayers', { count: selected.length })}</Text>
          <Trainable document={props.document} graph={props.graph} selected={selected} />
        </Stack>
      )}
      {selected.length > 0 && (
        <Group gap="xs" mt="md">
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconCopy size={14} />}
            onClick={props.onDuplicate}
          >
            {t('duplicate')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconTrash size={14} />}
            onClick={props.onDelete}
          >
            {t('deleteLayer')}
          </Button>
        </Group>
      )}
    </section>
  )
}

function LayerSettings(props: { document: ModelDocument; graph: GraphShapes; layer: KerasLayer }) {
  const { t } = useTranslation('models')
  const { change, select } = useDesign()
  const { document, graph, layer } = props
  const usual = layerConfig(layer.class_name, layer.name)
  const shape = graph.shapes[layer.name]
  const parameters = graph.parameters[layer.name]
  const names = document.keras.config.layers.map(({ name }) => name)
  const inner = layer.config.layer as { class_name: string; config: Record<string, unknown> } | undefined
  return (
    <Stack gap="sm">
      <div className={classes.inspectorHead} data-family={familyOf(layer.class_name)}>
        <span className={family.sign}>
          <FamilyIcon kind={layer.class_name} />
        </span>
        <Text fw={600}>{layer.class_name}</Text>
      </div>
      <NameOfLayer
        name={layer.name}
        taken={names}
        onRename={(name) => {
          change((now) => renameLayer(now, layer.name, name))
          select([name])
        }}
      />
      <dl className={classes.figures}>
        <dt>{t('output')}</dt>
        <dd>{shape ? shapeText(shape) : '–'}</dd>
        <dt>{t('parameters')}</dt>
        <dd>{parameters?.toLocaleString() ?? '–'}</dd>
      </dl>
      {layer.class_name !== 'InputLayer' && <LayerInputs document={document} graph={graph} layer={layer} />}
      {(catalogue[layer.class_name]?.parameters ?? []).map((parameter) => (
        <SettingField
          key={parameter.name}
          parameter={parameter}
          value={layer.config[parameter.name]}
          usual={usual[parameter.name]}
          onChange={(value) => change((now) => setSetting(now, layer.name, parameter.name, value))}
        />
      ))}
      {inner && catalogue[inner.class_name] && (
        <>
          <Select
            size="xs"
            label={argument.layer}
            description={t('setting.layer')}
            data={['LSTM', 'GRU', 'SimpleRNN']}
            value={inner.class_name}
            allowDeselect={false}
            onChange={(kind) => kind && change((now) => setInner(now, layer.name, { kind }))}
          />
          {(catalogue[inner.class_name]?.parameters ?? []).map((parameter) => (
            <SettingField
              key={parameter.name}
              parameter={parameter}
              value={inner.config[parameter.name]}
              usual={layerConfig(inner.class_name, '')[parameter.name]}
              onChange={(value) => change((now) => setInner(now, layer.name, { key: parameter.name, value }))}
            />
          ))}
        </>
      )}
      <Trainable document={document} graph={graph} selected={[layer.name]} />
    </Stack>
  )
}

/** Whether those of the selected layers that have weights learn. */
function Trainable(props: { document: ModelDocument; graph: GraphShapes; selected: readonly string[] }) {
  const { t } = useTranslation('models')
  const { change } = useDesign()
  const { document, graph, selected } = props
  const layers = document.keras.config.layers.filter(
    ({ name }) => selected.includes(name) && (graph.parameters[name] ?? 0) > 0,
  )
  if (layers.length === 0) return null
  return (
    <Switch
      size="xs"
      label={argument.trainable}
      description={t('setting.trainable')}
      checked={layers.every(({ config }) => config.trainable !== false)}
      onChange={(event) => {
        const { checked } = event.currentTarget
        change((now) => layers.reduce((made, { name }) => setSetting(made, name, 'trainable', checked), now))
      }}
    />
  )
}

/** The name is kept on Enter or on leaving; one that is taken, or that Keras refuses, is not. */
function NameOfLayer(props: { name: string; taken: string[]; onRename: (name: string) => void }) {
  const { t } = useTranslation('models')
  const [draft, setDraft] = useState(props.name)
  useEffect(() => setDraft(props.name), [props.name])
  const name = draft.trim()
  const taken = name !== props.name && props.taken.includes(name)
  const wrong = taken ? t('nameTaken') : name === '' || name.includes('/') ? t('nameWrong') : ''
  const keep = () => {
    if (wrong) setDraft(props.name)
    else if (name !== props.name) props.onRename(name)
  }
  return (
    <DraftInput
      label={argument.name}
      maxLength={100}
      draft={draft}
      wrong={wrong}
      onDraft={setDraft}
      onKeep={keep}
    />
  )
}
