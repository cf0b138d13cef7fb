import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// The tests of the shell also run in Electron 9, which is Chromium 83 over Node 12.
const legacy = process.env.LATHE_LEGACY === '1'
const out = legacy ? 'out/legacy' : 'out'
/** What each bundle is made of, with the licences that ask to go along. */
const license = { fileName: 'third-party.md' }
const define = { LEGACY: JSON.stringify(legacy) }

// Node 12 knows its own modules only by their bare names.
const bareNames = {
  name: 'bare-names',
  renderChunk: (code: string) => code.replace(/require\((["'`])node:/g, 'require($1'),
}

const shell = (folder: 'main' | 'preload') => ({
  define,
  plugins: legacy ? [bareNames] : [],
  build: {
    ...(legacy && { target: 'node12' }),
    outDir: `${out}/${folder}`,
    license,
    // Bundled whole: the old Node could not read what the packages ship, and a sandboxed preload reads no packages.
    externalizeDeps: false,
    rollupOptions: {
      input: { index: resolve(import.meta.dirname, folder, 'index.ts') },
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
    },
  },
})

export default defineConfig({
  main: shell('main'),
  preload: shell('preload'),
  renderer: {
    root: 'renderer',
    base: './',
    define,
    plugins: [react()],
    build: {
      ...(legacy && { target: 'chrome83' }),
      outDir: `${out}/renderer`,
      license,
      emptyOutDir: true,
      // Read from the disk: one large file costs nothing there.
      chunkSizeWarningLimit: 8000,
      rollupOptions: { input: resolve(import.meta.dirname, 'renderer/index.html') },
    },
  },
})
