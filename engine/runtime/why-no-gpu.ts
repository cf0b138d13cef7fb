import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, type Failure } from '../../contract/failure.ts'

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
export function whyNoGpu(facts: GpuFacts): Failure {
  if (facts.platform === 'win32') return describe('device.windows')
  if (facts.platform === 'darwin') return describe('device.macos')
  if (!facts.driver) return describe('device.no-driver')
  if (facts.visible !== undefined && (facts.visible === '' || facts.visible.startsWith('-')))
    return describe('device.hidden', { value: facts.visible })
  if (facts.build === 'cpu') return describe('device.cpu-build')
  const libraries = facts.missing.join(', ')
  if (libraries !== '')
    return describe(facts.build === 'gpu' ? 'device.libraries-lost' : 'device.libraries-missing', {
      libraries,
    })
  return describe('device.unusable')
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
