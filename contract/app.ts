import { z } from 'zod'
import { Failure } from './failure.ts'

export const DeviceReport = z.object({
  /** `GPU` or `CPU`: what does the work. */
  kind: z.enum(['GPU', 'CPU']),
  name: z.string(),
  /** Why not a better one; null when a GPU does the work. */
  whyNotBetter: Failure.nullable(),
  /** Why its matrix products cannot be in bfloat16; null when they can. */
  whyNoBfloat16: Failure.nullable().default(null),
  tensorflow: z.string(),
  memoryBytes: z.number(),
  cores: z.number(),
})
export type DeviceReport = z.infer<typeof DeviceReport>

/** What happened at the start that the person must know. */
export const Recovery = z.object({
  /** Where the damaged database was put. */
  keptAside: z.string().nullable(),
  reason: z.string(),
  runsRecovered: z.number(),
  interrupted: z.array(z.string()),
})
export type Recovery = z.infer<typeof Recovery>

export const AppState = z.object({
  version: z.string(),
  home: z.string(),
  /** null until the first engine has told. */
  device: DeviceReport.nullable(),
  recovery: Recovery.nullable(),
})
export type AppState = z.infer<typeof AppState>

export const SampleSetName = z.enum(['fashion-mnist', 'iris'])

/** What is remembered between starts. */
export const Preferences = z.object({
  language: z.enum(['system', 'en', 'zh']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  motion: z.boolean().default(true),
  /** Gigabytes that prepared data may take on disk; null: as many as seem right for the disk. */
  packedGigabytes: z.number().positive().nullable().default(null),
})
export type Preferences = z.infer<typeof Preferences>

export const TableName = z.enum(['datasets', 'models', 'runs', 'preferences', 'tasks', 'app'])
export type TableName = z.infer<typeof TableName>
