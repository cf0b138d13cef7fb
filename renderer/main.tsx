declare const LEGACY: boolean | undefined

async function start(): Promise<void> {
  if (typeof LEGACY !== 'undefined' && LEGACY) await import('./legacy-polyfills.ts')
  // Imported only now: the packages of the application look for what the line above brings as they load.
  const { startApp } = await import('./start-app.tsx')
  startApp()
}

void start()
