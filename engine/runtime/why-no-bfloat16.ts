import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, type Failure } from '../../contract/failure.ts'

/** The GPUs that have bfloat16 in their tensor cores begin with Ampere. */
const leastCapability = 8

/** What decides whether products in bfloat16 are quicker here, or can be had at all. */
export interface Bfloat16Facts {
  gpu: boolean
  /** Of the GPU, such as 8.6; null where it is not known. */
  capability: number | null
  /** Names of the processor's features; null where they are not known. */
  features: readonly string[] | null
}

/** Why matrix products cannot be in bfloat16 here; null where they can. */
export function whyNoBfloat16({ gpu, capability, features }: Bfloat16Facts): Failure | null {
  if (!gpu)
    return features?.some((name) => name === 'avx512_bf16' || name === 'amx_bf16')
      ? null
      : describe('device.bfloat16-cpu')
  if (capability === null) return describe('device.bfloat16-unknown')
  return capability >= leastCapability
    ? null
    : describe('device.bfloat16-gpu', { capability: capability.toFixed(1) })
}

/** Looks at this machine. */
export const bfloat16Facts = (gpu: boolean): Bfloat16Facts => ({
  gpu,
  capability: gpu ? gpuCapability() : null,
  // Without these instructions TensorFlow's CPU kernels for bfloat16 end the process, so oneDNN must be free to use them.
  features:
    process.env.ONEDNN_MAX_CPU_ISA || process.env.TF_ENABLE_ONEDNN_OPTS === '0' ? null : processorFeatures(),
})

function processorFeatures(): string[] | null {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]
    return line?.trim().split(/\s+/) ?? null
  } catch {
    return null
  }
}

function gpuCapability(): number | null {
  try {
    const args = ['--query-gpu=compute_cap', '--format=csv,noheader']
    const text = execFileSync('nvidia-smi', args, { encoding: 'utf8', timeout: 5000, stdio: 'pipe' })
    const first = Number.parseFloat(text)
    return Number.isFinite(first) ? first : null
  } catch {
    return null
  }
}
