import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What decides whether TensorFlow can use a GPU here. */
export interface GpuFacts {
  platform: NodeJS.Platform
  /** Whether the system has an NVIDIA driver. */
  driver: boolean
  /** Which build of TensorFlow the set-up fetched; null where that is not written down, as in a packaged application. */
  build: 'cpu' | 'gpu' | null
  /** CUDA libraries that TensorFlow loads and that are in none of the loader's folders. */
  missing: readonly string[]
  /** CUDA_VISIBLE_DEVICES, when it is set. */
  visible: string | undefined
}

/** Why the CPU does the work, and the exact thing to do where something can be done. */
export function whyNoGpu(facts: GpuFacts): string {
  if (facts.platform === 'win32')
    return 'TensorFlow has no GPU support on Windows since version 2.11; under WSL2 Lathe uses the GPU.'
  if (facts.platform === 'darwin') return "TensorFlow's library for macOS has no GPU support."
  if (!facts.driver)
    return 'No NVIDIA driver was found on this machine. With an NVIDIA card: install its driver, then run `npm run setup`.'
  if (facts.visible !== undefined && (facts.visible === '' || facts.visible.startsWith('-')))
    return `CUDA_VISIBLE_DEVICES is set to "${facts.visible}", which hides every GPU. Unset it and start Lathe again.`
  if (facts.build === 'cpu')
    return 'An NVIDIA driver is there, but the CPU build of TensorFlow is installed: set-up ran before the driver came. Run `npm run setup` to fetch the GPU build.'
  if (facts.missing.length > 0)
    return `An NVIDIA driver is there, but CUDA libraries are missing: ${facts.missing.join(', ')}. ${
      facts.build === 'gpu'
        ? 'Run `npm run setup -- --again tensorflow` to fetch them anew.'
        : 'Install CUDA 12 and cuDNN 9 and put their folders on LD_LIBRARY_PATH.'
    }`
  return 'An NVIDIA driver and the CUDA libraries are there, but TensorFlow found no GPU it can use: the driver may be older than CUDA 12 asks for (525), or the card older than compute capability 6.0. `nvidia-smi` shows both.'
}

/** TensorFlow opens these when it looks for a GPU; without one of them it stays on the CPU. */
const cudaLibraries = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libcudnn.so.9',
]
const systemFolders = ['/usr/local/cuda/lib64', '/usr/lib/x86_64-linux-gnu', '/usr/lib64']

/** Looks at this machine. `env` is the engine's own: its loader path was set before it started. */
export function gpuFacts(env: NodeJS.ProcessEnv): GpuFacts {
  const folders = [...(env.LD_LIBRARY_PATH ?? '').split(':').filter(Boolean), ...systemFolders]
  const found = new Set(
    folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder)),
  )
  return {
    platform: process.platform,
    driver: nvidiaDriver() !== null,
    build: buildOf(fileURLToPath(new URL('../..', import.meta.url))),
    missing: cudaLibraries.filter((name) => !found.has(name)),
    visible: env.CUDA_VISIBLE_DEVICES,
  }
}

/** What the NVIDIA driver says of itself, its first line; under WSL2, where it does not, its name. null without one. */
export function nvidiaDriver(): string | null {
  const linux = '/proc/driver/nvidia/version'
  if (existsSync(linux)) return readFileSync(linux, 'utf8').split('\n')[0]?.trim() ?? ''
  return existsSync('/usr/lib/wsl/lib/libcuda.so.1') ? 'driver of Windows, through WSL2' : null
}

/** The set-up writes beside TensorFlow's library which build it is. */
function buildOf(root: string): 'cpu' | 'gpu' | null {
  try {
    const library = join(root, 'node_modules/@tensorflow/tfjs-node-gpu/deps/lib/libtensorflow_cc.so.2')
    const folder = join(dirname(realpathSync(library)), '..', '..')
    const { flavour } = JSON.parse(readFileSync(join(folder, 'version.json'), 'utf8'))
    return flavour === 'gpu' || flavour === 'cpu' ? flavour : null
  } catch {
    return null
  }
}
