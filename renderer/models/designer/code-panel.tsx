import { Button, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { kerasCode } from '../../../contract/graph/keras-code.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import classes from './designer.module.css'

/** The drawing as Python for Keras 3; it follows each change. */
export function CodePanel({ document }: { document: ModelDocument }) {
  const { t } = useTranslation('models')
  const code = useMemo(() => kerasCode(document), [document])
  return (
    <section className={classes.code} aria-label={t('code')}>
      <Group justify="space-between" mb={8}>
        <Text size="xs" c="dimmed">
          {t('codeHint')}
        </Text>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {t(copied ? 'copied' : 'copyCode')}
            </Button>
          )}
        </CopyButton>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{code}</pre>
    </section>
  )
}
