import type { CallName } from '../../../contract/calls.ts'
import { toFailure } from '../../../contract/failure.ts'
import { startService } from '../../../service/start-service.ts'

/** What the benchmark asks of the service that this process is. */
export interface Ask {
  number: number
  call: CallName | 'used' | 'stop'
  input: unknown
}

/** The most memory that it ever had, in bytes, and the processor time of all its threads so far, in milliseconds. */
export interface Used {
  memory: number
  processor: number
}

/** The service in a process of its own, as the window has it: answers calls, and tells the most memory it ever had. */
const service = await startService({ home: process.argv[2] as string, holder: 'benchmark', spare: false })
process.on('message', async ({ number, call, input }: Ask) => {
  try {
    process.send?.({ number, value: await answer(call, input) })
  } catch (thrown) {
    process.send?.({ number, failure: toFailure(thrown).code })
  }
  if (call === 'stop') process.exit()
})
process.send?.({ number: 0 })

async function answer(call: Ask['call'], input: unknown): Promise<unknown> {
  if (call === 'stop') return service.stop()
  if (call === 'used') {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    return { memory: maxRSS * 1024, processor: (userCPUTime + systemCPUTime) / 1000 } satisfies Used
  }
  return (service.handlers[call] as (input: unknown) => unknown)(input)
}
