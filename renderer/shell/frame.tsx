import { Text } from '@mantine/core'
import { IconChartLine, IconDatabase, IconPlayerPlay, IconTopologyStar3 } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useLocation } from 'react-router'
import { useFailureText } from '../i18n/failure-text.ts'
import { useCall } from '../service.ts'
import { DropTarget } from './drop-target.tsx'
import { loadModelsScreen } from './models-screen-loader.ts'
import { Notices } from './notices.tsx'
import { RunningJobs } from './running-jobs.tsx'
import classes from './shell.module.css'
import { useShortcuts } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { StatusLine } from './status-line.tsx'

const nouns = [
  { to: '/data', key: 'rail.data', icon: IconDatabase },
  ...(loadModelsScreen ? [{ to: '/models', key: 'rail.models', icon: IconTopologyStar3 } as const] : []),
  { to: '/train', key: 'rail.train', icon: IconPlayerPlay },
  { to: '/runs', key: 'rail.runs', icon: IconChartLine },
] as const

/** Rail, top bar, notices, content and status line. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell')
  const { data } = useCall('app.state', {})
  const text = useFailureText()
  const why = data?.device?.whyNotBetter ? text(data.device.whyNotBetter) : null
  useShortcuts()
  const content = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // The keyboard goes on in the new screen where what it stood on went away with the old one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new place is looked at
  useEffect(() => {
    if (document.activeElement === document.body) content.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <div className={classes.frame}>
      {/* A button: the part of the address after # is the router's. */}
      <button type="button" className={classes.skip} onClick={() => content.current?.focus()}>
        {t('skip')}
      </button>
      <nav className={classes.rail} aria-label={t('rail.label')}>
        {nouns.map(({ to, key, icon: Icon }) => (
          <NavLink key={to} to={to} className={classes.noun}>
            <Icon size={20} stroke={1.5} aria-hidden />
            {t(key)}
          </NavLink>
        ))}
      </nav>
      <header className={classes.top}>
        <Text size="sm" fw={600} truncate title={data?.home}>
          {data?.home.split(/[\\/]/).pop() || t('product')}
        </Text>
        <RunningJobs />
        <Text size="xs" c="dimmed" ml="auto" truncate title={why ? `${why.message} ${why.hint}` : undefined}>
          {data?.device ? `${data.device.kind} · ${data.device.name}` : ''}
        </Text>
      </header>
      <div className={classes.notices}>
        <Notices />
      </div>
      <main ref={content} className={classes.content} tabIndex={-1}>
        {children}
      </main>
      <StatusLine />
      <ShortcutsDialog />
      <DropTarget />
    </div>
  )
}
