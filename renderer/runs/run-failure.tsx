import { Alert, Code, Collapse, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../contract/failure.ts'
import { useFailureText } from '../i18n/failure-text.ts'
import { ServiceFailure } from '../service.ts'

/** What happened to a run or to a call, what to do next, and the stack for who asks. `title` says how far it came; `mild`: nobody's fault. */
export function RunFailure(props: {
  failure: Failure | ServiceFailure
  title?: string
  mild?: boolean
  onClose?: () => void
}) {
  const { t } = useTranslation('runs')
  const failure = props.failure instanceof ServiceFailure ? props.failure.failure : props.failure
  const { message, hint } = useFailureText()(failure)
  const [open, { toggle }] = useDisclosure(false)
  return (
    <Alert
      color={props.mild ? 'yellow' : 'red'}
      variant="light"
      role="alert"
      withCloseButton={Boolean(props.onClose)}
      closeButtonLabel={t('close')}
      onClose={props.onClose}
      icon={<IconAlertTriangle size={18} />}
      title={props.title ?? t('failed')}
      data-failure={failure.code}
    >
      <Text size="sm">{message}</Text>
      {hint && (
        <Text size="sm" mt={4}>
          {hint}
        </Text>
      )}
      {failure.stack && (
        <>
          <UnstyledButton onClick={toggle} mt={6} aria-expanded={open}>
            <Text size="xs" td="underline">
              {t('details')}
            </Text>
          </UnstyledButton>
          <Collapse expanded={open}>
            <Code block>{failure.stack}</Code>
          </Collapse>
        </>
      )}
    </Alert>
  )
}
