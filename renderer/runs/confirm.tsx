import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Asks before something that cannot be taken back. */
export function Confirm(props: {
  open: boolean
  title: string
  text: string
  action: string
  onConfirm: () => void
  onClose: () => void
}) {
  const { t } = useTranslation('runs')
  return (
    <Modal
      opened={props.open}
      onClose={props.onClose}
      title={props.title}
      size="sm"
      transitionProps={{ duration: 100 }}
    >
      <Text size="sm">{props.text}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" size="xs" onClick={props.onClose}>
          {t('cancel')}
        </Button>
        <Button
          color="red"
          size="xs"
          data-autofocus
          onClick={() => {
            props.onClose()
            props.onConfirm()
          }}
        >
          {props.action}
        </Button>
      </Group>
    </Modal>
  )
}
