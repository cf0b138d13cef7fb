import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'

// Run by the pinned Node on a display: `try-package.mjs FOLDER`. Starts the packaged application as on a machine that has nothing
// else, trains the sample in it, and looks which Node and which TensorFlow do the work.
const folder = process.argv[2]
const resources = join(folder, 'resources')
const temporary = mkdtempSync(join(tmpdir(), 'lathe-packaged-'))
const home = join(temporary, 'home')
const say = (words) => process.stderr.write(`${words}\n`)

const app = await _electron.launch({
  executablePath: join(folder, 'lathe'),
  // A sandbox of the system needs a helper that root owns, which an unpacked folder has not.
  args: ['--no-sandbox'],
  cwd: temporary,
  env: {
    DISPLAY: process.env.DISPLAY,
    ...(process.env.XAUTHORITY && { XAUTHORITY: process.env.XAUTHORITY }),
    PATH: '/usr/bin:/bin',
    HOME: temporary,
    LATHE_HOME: home,
  },
})
try {
  const page = await app.firstWindow()
  page.setDefaultTimeout(60_000)
  await page.waitForFunction(() => document.body.textContent.includes('Drop your data here'))
  say('The window draws.')

  const service = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')).pid
  assert.equal(programOf(service), join(resources, 'node', 'bin', 'node'))
  say('The service runs on the packaged Node.')

  const call = async (name, input) => {
    const reply = await page.evaluate(([name, input]) => window.lathe.call(name, input), [name, input])
    assert.ok(reply.ok, `${name}: ${JSON.stringify(reply.failure)}`)
    return reply.value
  }
  const dataset = await call('dataset.importSample', { sample: 'fashion-mnist', task: 'import' })
  const model = await call('model.read', { source: 'cnn-image-classifier', dataset: dataset.id })
  const { defaultSettings } = await import('../contract/training/training.ts')
  const settings = { ...defaultSettings, epochs: 1, seed: 1 }
  const id = await call('run.start', { name: 'Packaged', dataset: dataset.id, model, settings })
  assert.deepEqual(foreign(service), [], 'an engine has loaded a library from outside of the package')
  await page.evaluate((id) => {
    location.hash = `#/runs/${id}`
  }, id)
  await page.waitForFunction(() => document.body.textContent.includes('Train again'))
  const run = await call('run.get', { id })
  assert.equal(run.status, 'finished', JSON.stringify(run.failure))
  assert.ok(run.epochs.length === 1)
  say(`The sample was trained by the packaged TensorFlow: ${JSON.stringify(run.epochs[0])}`)
} finally {
  await app.close()
  rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

function programOf(pid) {
  return execFileSync('readlink', ['-f', `/proc/${pid}/exe`], { encoding: 'utf8' }).trim()
}

/** TensorFlow libraries outside of the package that a child of the service has loaded. */
function foreign(service) {
  const engines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === service)
    .map(([pid]) => pid)
  assert.ok(engines.length > 0, 'no engine was started')
  return engines
    .flatMap((pid) => readFileSync(`/proc/${pid}/maps`, 'utf8').match(/\/\S*(?:tensorflow|tfjs)\S*/g) ?? [])
    .filter((path) => !path.startsWith(resources))
}
