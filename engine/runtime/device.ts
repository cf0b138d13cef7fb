import { cpus, release, totalmem, type } from 'node:os'
import type { DeviceReport } from '../../contract/app.ts'
import type { Environment } from '../../contract/training/run.ts'
import { nativeBackend, type TensorFlow } from './load-tensorflow.ts'
import { bfloat16Facts, whyNoBfloat16 } from './why-no-bfloat16.ts'
import { gpuFacts, nvidiaDriver, whyNoGpu } from './why-no-gpu.ts'

/** Which device does the work, and why not a better one. */
export function describeDevice(tf: TensorFlow): DeviceReport {
  const backend = nativeBackend(tf)
  const processors = cpus()
  const gpu = backend.isUsingGpuDevice
  return {
    kind: gpu ? 'GPU' : 'CPU',
    name: gpu ? gpuName() : (processors[0]?.model.trim() ?? 'CPU'),
    whyNoBfloat16: whyNoBfloat16(bfloat16Facts(gpu)),
    whyNotBetter: gpu ? null : whyNoGpu(gpuFacts(process.env)),
    tensorflow: backend.binding.TF_Version,
    memoryBytes: totalmem(),
    cores: processors.length,
  }
}

// The card's own name needs the vendor's tools.
const gpuName = () => {
  const driver = nvidiaDriver()
  return driver ? `NVIDIA GPU (${driver})` : 'GPU'
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
