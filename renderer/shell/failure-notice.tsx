import { Alert, Button, Collapse, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../contract/failure.ts'
import { useFailureText } from '../i18n/failure-text.ts'

/** What went wrong, what to do next, and for the curious the details. */
export function FailureNotice(props: {
  failure: Failure | (Error & { failure?: Failure })
  onClose?: () => void
}) {
  const { t } = useTranslation('shell')
  const text = useFailureText()
  const [open, setOpen] = useState(false)
  const failure = asFailure(props.failure)
  const { message, hint } = text(failure)
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={message}
      role="alert"
      withCloseButton={Boolean(props.onClose)}
      closeButtonLabel={t('close')}
      onClose={props.onClose}
      data-failure={failure.code}
    >
      <Stack gap={6} align="flex-start">
        {hint && <Text size="sm">{hint}</Text>}
        {failure.stack && (
          <>
            <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t('hideDetails') : t('showDetails')}
            </Button>
            <Collapse expanded={open} w="100%">
              <Text component="pre" size="xs" ff="monospace" m={0} style={{ whiteSpace: 'pre-wrap' }}>
                {failure.stack}
              </Text>
            </Collapse>
          </>
        )}
      </Stack>
    </Alert>
  )
}

function asFailure(given: Failure | (Error & { failure?: Failure })): Failure {
  if ('failure' in given && given.failure) return given.failure
  if ('code' in given) return given
  return { code: 'unexpected', message: given.message, values: { detail: given.message }, stack: given.stack }
}
