import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { EngineReport } from '../../contract/engine.ts'

test('an order that makes no sense ends in a failed report, not in silence', async () => {
  const engine = fork(fileURLToPath(new URL('../../engine/index.ts', import.meta.url)), {
    stdio: 'ignore',
    serialization: 'json',
  })
  const reports: EngineReport[] = []
  engine.on('message', (report: EngineReport) => {
    reports.push(report)
    if (report.kind === 'ready') engine.send({ kind: 'fly' })
  })
  await new Promise((resolve) => engine.once('exit', resolve))
  expect(reports.map((report) => report.kind)).toEqual(['ready', 'failed'])
}, 60_000)
