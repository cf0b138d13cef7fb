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
  const { t } = useTranslation('shell')
  return (
    <Modal
      opened={props.open}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('cancel') }}
      size="sm"
    >
      <Text size="sm">{props.text}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        {/* Return by itself must not destroy anything. */}
        <Button variant="default" size="xs" data-autofocus onClick={props.onClose}>
          {t('cancel')}
        </Button>
        <Button
          color="red.9"
          size="xs"
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
