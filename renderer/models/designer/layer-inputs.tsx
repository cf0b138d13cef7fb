import { ActionIcon, Group, Select, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { GraphShapes } from '../../../contract/graph/infer-shapes.ts'
import { shapeText } from '../../../contract/layers/layer-kind.ts'
import type { KerasLayer, ModelDocument } from '../../../contract/model/model.ts'
import { connectLayers, disconnectLayers } from '../edit/edit-graph.ts'
import { useDesign } from './design-store.ts'

/** What feeds a layer, and a way to connect without the mouse. */
export function LayerInputs(props: { document: ModelDocument; graph: GraphShapes; layer: KerasLayer }) {
  const { t } = useTranslation('models')
  const change = useDesign((state) => state.change)
  const { name } = props.layer
  const edges = props.graph.edges.filter(({ to }) => to === name)
  const others = props.document.keras.config.layers
    .map((layer) => layer.name)
    .filter((other) => other !== name && !edges.some(({ from }) => from === other))
  return (
    <Stack gap={4}>
      <Text size="xs" fw={500}>
        {t('inputs')}
      </Text>
      {edges.map((edge) => (
        <Group key={`${edge.from} ${edge.fromCall} ${edge.toCall}`} gap={4} wrap="nowrap">
          <Text size="xs" truncate title={edge.from} style={{ flex: 1 }}>
            {edge.from}
          </Text>
          <Text size="xs" c="dimmed">
            {edge.shape ? shapeText(edge.shape) : '–'}
          </Text>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={t('disconnect', { name: edge.from })}
            onClick={() => change((now) => disconnectLayers(now, [edge]))}
          >
            <IconX size={12} />
          </ActionIcon>
        </Group>
      ))}
      <Select
        size="xs"
        aria-label={t('connectFrom')}
        placeholder={t('connectFrom')}
        data={others}
        value={null}
        searchable
        nothingFoundMessage={t('noLayer')}
        onChange={(from) => from && change((now) => connectLayers(now, from, name))}
      />
    </Stack>
  )
}
