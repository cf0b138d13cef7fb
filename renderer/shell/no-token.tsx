import { TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './empty-state.tsx'

/** Opens the workbench with the token of an address, or with the token itself. */
function openWith(typed: string): void {
  const token = /#token=([^&/\s]+)/.exec(typed)?.[1] ?? encodeURIComponent(typed.trim())
  window.location.hash = `token=${token}`
  window.location.reload()
}

/** In place of every screen in a browser that does not know the token: nothing can be asked of the service without it. */
export function NoToken() {
  const { t } = useTranslation('shell')
  const [typed, setTyped] = useState('')
  return (
    <main style={{ height: '100%' }}>
      <EmptyState icon={IconKey} title={t('noToken.title')} text={t('noToken.text')} width={440}>
        <TextInput
          w="100%"
          size="sm"
          autoFocus
          aria-label={t('noToken.address')}
          placeholder={t('noToken.address')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && typed.trim() && openWith(typed)}
        />
      </EmptyState>
    </main>
  )
}
