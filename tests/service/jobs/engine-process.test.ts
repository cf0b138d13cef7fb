import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EngineReport } from '../../../contract/engine.ts'
import { spawnEngine } from '../../../service/jobs/engine-process.ts'
import { deathOf, killedFromOutside } from '../../../service/jobs/engines.ts'

/** A project whose engine is a few lines: what counts here is how a process and its pipe behave. */
function projectWith(code: string): string {
  const root = mkdtempSync(join(tmpdir(), 'lathe-engine-'))
  mkdirSync(join(root, 'engine'))
  writeFileSync(join(root, 'package.json'), '{"type":"module"}')
  writeFileSync(join(root, 'engine', 'index.ts'), code)
  return root
}

test('reports that came before the end are all given, and a loss that is not a number is left out', async () => {
  const progress = `{ step: 1, steps: 2, epoch: 1, epochs: 1, itemsPerSecond: 1, secondsLeft: null, memoryBytes: 1, phase: 'training' }`
  const engine = spawnEngine(
    projectWith(`process.send({ kind: 'points', number: 1, epochs: [], progress: ${progress},
      steps: [{ step: 1, epoch: 1, metrics: { loss: NaN, accuracy: 0.5 } }] })
      console.error('a word on stderr')
      process.once('message', () => process.exit(3))`),
  )
  const reports: EngineReport[] = []
  let stderr = ''
  engine.listen(
    (report) => {
      reports.push(report)
      engine.order({ kind: 'stop', pause: false })
    },
    (text) => {
      stderr += text
    },
  )
  const end = await engine.ended
  expect(reports).toMatchObject([{ kind: 'points', steps: [{ metrics: { accuracy: 0.5 } }] }])
  expect(stderr).toContain('a word on stderr')
  expect(end).toEqual({ code: 3, signal: null })
  expect(killedFromOutside(end)).toBe(false)
  expect(deathOf(end)).toMatchObject({ code: 'engine.died', values: { detail: 'exit code 3' } })
})

test('an engine that is killed ends with its signal', async () => {
  const engine = spawnEngine(projectWith('setInterval(() => {}, 1000)'))
  engine.listen(
    () => {},
    () => {},
  )
  engine.kill()
  const end = await engine.ended
  expect(end.signal).toBe('SIGKILL')
  expect(killedFromOutside(end)).toBe(true)
})

test.each([true, false])(
  'an engine is told before it starts whether a GPU is taken as it is needed: %s',
  async (growth) => {
    const engine = spawnEngine(projectWith('console.error(process.env.TF_FORCE_GPU_ALLOW_GROWTH)'), growth)
    let stderr = ''
    engine.listen(
      () => {},
      (text) => {
        stderr += text
      },
    )
    await engine.ended
    expect(stderr.trim()).toBe(String(growth))
  },
)
