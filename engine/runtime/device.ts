import { existsSync, readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import type { DeviceReport } from '../../contract/app.ts'
import type { Environment } from '../../contract/run.ts'
import { nativeBackend, type TensorFlow } from './load-tensorflow.ts'

/** Which device does the work, and why not a better one. */
export function describeDevice(tf: TensorFlow): DeviceReport {
  const backend = nativeBackend(tf)
  const processors = cpus()
  const gpu = backend.isUsingGpuDevice
  return {
    kind: gpu ? 'GPU' : 'CPU',
    name: gpu ? gpuName() : (processors[0]?.model.trim() ?? 'CPU'),
    whyNotBetter: gpu ? '' : whyNoGpu(),
    tensorflow: backend.binding.TF_Version,
    memoryBytes: totalmem(),
    cores: processors.length,
  }
}

const driver = '/proc/driver/nvidia/version'

function gpuName(): string {
  // The driver's first line names itself and its version; the card's own name needs the vendor's tools.
  return existsSync(driver) ? `NVIDIA GPU (${readFileSync(driver, 'utf8').split('\n')[0]?.trim()})` : 'GPU'
}

function whyNoGpu(): string {
  if (process.platform === 'win32') return 'TensorFlow has no GPU support on Windows since version 2.11.'
  if (process.platform === 'darwin') return "TensorFlow's library for macOS has no GPU support."
  if (!existsSync(driver)) return 'No NVIDIA driver was found on this machine.'
  return 'An NVIDIA driver is there, but TensorFlow could not use it: set-up ran before the driver came, or its CUDA libraries are missing. Run `npm run setup` again.'
}

/** What a run records of the machine and the programs that made it. */
export function describeEnvironment(device: DeviceReport, version: string): Environment {
  return {
    lathe: version,
    node: process.versions.node,
    tensorflow: device.tensorflow,
    device: `${device.kind}: ${device.name}`,
    os: `${type()} ${release()}`,
    cpu: `${cpus()[0]?.model.trim() ?? 'unknown'} x ${device.cores}`,
  }
}
