import { MantineProvider, Skeleton, Stack } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { HashRouter, Navigate, Route, Routes } from 'react-router'
import type { LinkState } from './connection/connection.ts'
import { DataScreen } from './data/data-screen.tsx'
import { chooseLanguage, showLanguage } from './i18n/i18n.ts'
import { connection, queries, useCall } from './service.ts'
import { Frame } from './shell/frame.tsx'
import { loadModelsScreen } from './shell/models-screen-loader.ts'
import { NoToken } from './shell/no-token.tsx'
import { ScreenGuard } from './shell/screen-guard.tsx'
import { theme, themeVariables } from './theme/theme.ts'

const ModelsScreen = loadModelsScreen && lazyModels(loadModelsScreen)
const TrainScreen = lazy(async () => ({ default: (await import('./train/train-screen.tsx')).TrainScreen }))
const RunsScreen = lazy(async () => ({ default: (await import('./runs/table/runs-screen.tsx')).RunsScreen }))
const RunScreen = lazy(async () => ({ default: (await import('./runs/page/run-screen.tsx')).RunScreen }))

function lazyModels(load: NonNullable<typeof loadModelsScreen>) {
  return lazy(async () => ({ default: (await load()).ModelsScreen }))
}

/** The whole window. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Themed />
    </QueryClientProvider>
  )
}

function Themed() {
  const { data } = useCall('preferences.get', {})
  const scheme = data?.theme ?? 'system'
  const language = data?.language ?? 'system'
  const motion = data?.motion ?? true
  const [link, setLink] = useState<LinkState['state']>('starting')
  useEffect(() => connection().onServiceState(({ state }) => setLink(state)), [])
  useEffect(() => showLanguage(chooseLanguage(language)), [language])
  useEffect(() => {
    document.documentElement.dataset.motion = motion ? 'on' : 'off'
  }, [motion])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      defaultColorScheme="auto"
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      {link === 'no-token' ? <NoToken /> : <Screens />}
    </MantineProvider>
  )
}

function Screens() {
  return (
    <HashRouter>
      <Frame>
        <ScreenGuard>
          <Suspense fallback={<Waiting />}>
            <Routes>
              <Route path="/data" element={<DataScreen />} />
              <Route path="/data/:id" element={<DataScreen />} />
              {ModelsScreen && <Route path="/models" element={<ModelsScreen />} />}
              {ModelsScreen && <Route path="/models/:id" element={<ModelsScreen />} />}
              <Route path="/train" element={<TrainScreen />} />
              <Route path="/runs" element={<RunsScreen />} />
              <Route path="/runs/:id" element={<RunScreen />} />
              <Route path="*" element={<Navigate to="/data" replace />} />
            </Routes>
          </Suspense>
        </ScreenGuard>
      </Frame>
    </HashRouter>
  )
}

function Waiting() {
  return (
    <Stack p="md" aria-busy="true">
      <Skeleton h={28} w={240} animate={false} />
      <Skeleton h={200} animate={false} />
    </Stack>
  )
}
