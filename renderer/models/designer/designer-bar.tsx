import {
  ActionIcon,
  Button,
  Menu,
  Popover,
  Stack,
  Text,
  TextInput,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconDownload,
  IconLayoutDistributeVertical,
  IconPlayerPlay,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { describe } from '../../../contract/failure.ts'
import { estimateTraining } from '../../../contract/graph/estimate.ts'
import type { GraphShapes } from '../../../contract/graph/infer-shapes.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { bytes } from '../../charts/number-format.ts'
import { useFailureText } from '../../i18n/failure-text.ts'
import { IconButton } from '../../shell/icon-button.tsx'
import { type ExportForm, exportModel } from '../model-files.ts'
import { redo, undo, useDesign } from './design-store.ts'
import classes from './designer.module.css'
import type { SaveState } from './use-saved-design.ts'

const batch = 32
const forms: ExportForm[] = ['lathe', 'keras', 'python']

/** Name and state of the model, what is done with it as a whole, and the way on to training. */
export function DesignerBar(props: {
  id: string
  document: ModelDocument
  graph: GraphShapes
  state: SaveState
  onLayOut: () => void
}) {
  const { t } = useTranslation('models')
  const navigate = useNavigate()
  const change = useDesign((design) => design.change)
  const past = useStore(useDesign.temporal, (history) => history.pastStates.length)
  const future = useStore(useDesign.temporal, (history) => history.futureStates.length)
  const { document, graph } = props
  return (
    <div className={classes.bar}>
      <VisuallyHidden component="h1">{document.name}</VisuallyHidden>
      <Tooltip label={t('back')}>
        <ActionIcon component={Link} to="/models" variant="subtle" color="gray" aria-label={t('back')}>
          <IconChevronLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <TextInput
        size="xs"
        className={classes.title}
        aria-label={t('name')}
        maxLength={200}
        value={document.name}
        onChange={(event) => {
          const name = event.currentTarget.value
          change((now) => ({ ...now, name }))
        }}
      />
      <Text
        size="xs"
        c={props.state === 'unsaved' ? 'red' : 'dimmed'}
        className={classes.state}
        role="status"
      >
        {t(`state.${props.state}`)}
      </Text>
      <IconButton
        icon={IconArrowBackUp}
        label={t('undo')}
        hint={`${t('undo')} (Ctrl+Z)`}
        disabled={past === 0}
        onClick={undo}
      />
      <IconButton
        icon={IconArrowForwardUp}
        label={t('redo')}
        hint={`${t('redo')} (Ctrl+Shift+Z)`}
        disabled={future === 0}
        onClick={redo}
      />
      <IconButton
        icon={IconLayoutDistributeVertical}
        label={t('layOut')}
        hint={`${t('layOut')} (L)`}
        onClick={props.onLayOut}
      />
      <Cost document={document} graph={graph} />
      <Faults graph={graph} />
      <Menu position="bottom-end" transitionProps={{ duration: 80 }}>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconDownload size={14} />}>
            {t('export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {forms.map((form) => (
            <Menu.Item key={form} onClick={() => exportModel(document, form)}>
              {t(`exportAs.${form}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t('mendFirst')} disabled={graph.faults.length === 0}>
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} />}
          data-disabled={graph.faults.length > 0 || undefined}
          aria-disabled={graph.faults.length > 0}
          onClick={() => graph.faults.length === 0 && navigate(`/train?model=${props.id}`)}
        >
          {t('train')}
        </Button>
      </Tooltip>
    </div>
  )
}

/** Parameters, and the memory that a training step takes. */
function Cost({ document, graph }: { document: ModelDocument; graph: GraphShapes }) {
  const { t } = useTranslation('models')
  const { weights, activations } = estimateTraining(document, {
    batchSize: batch,
    optimizer: 'adam',
    optimizerSettings: {},
  })
  const explained = t('costExplained', {
    weights: bytes(weights),
    items: bytes(activations),
    batch,
  })
  return (
    <Tooltip label={explained} multiline w={300}>
      <Text size="xs" className={classes.cost} title={explained}>
        {t('total', { value: graph.total.toLocaleString() })} · {bytes(weights + activations)}
      </Text>
    </Tooltip>
  )
}

/** How many problems there are; the list leads to each. */
function Faults({ graph }: { graph: GraphShapes }) {
  const { t } = useTranslation('models')
  const text = useFailureText()
  const select = useDesign((design) => design.select)
  if (graph.faults.length === 0) return null
  return (
    <Popover position="bottom" shadow="md" trapFocus transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <Button size="compact-xs" variant="light" color="red" leftSection={<IconAlertTriangle size={14} />}>
          {t('faults', { count: graph.faults.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw={380}>
        <Stack gap={4}>
          {graph.faults.map((fault) => {
            const { message, hint } = text(describe(fault.code, fault.values))
            return (
              <UnstyledButton
                key={`${fault.from} ${fault.to} ${fault.code}`}
                className={classes.faultItem}
                onClick={() => select([fault.to])}
              >
                <Text size="xs">{message}</Text>
                <Text size="xs" c="dimmed">
                  {hint}
                </Text>
              </UnstyledButton>
            )
          })}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
