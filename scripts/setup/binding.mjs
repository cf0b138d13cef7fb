import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheFolder, makeFolder, projectRoot } from './cache.mjs'
import { nodeHeaders, nodeProgram } from './node-runtime.mjs'
import { run } from './run.mjs'
import { sessionConfigChange, withSessionConfig } from './session-config.mjs'
import { tensorflowFolder } from './tensorflow.mjs'

const packageFolder = join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-node-gpu')

/** The folder in which the compiled binding is kept: another one for each TensorFlow and Node it was built against. */
function bindingFolder() {
  const made = [
    readFileSync(join(packageFolder, 'package.json'), 'utf8'),
    tensorflowFolder(),
    nodeHeaders(),
    sessionConfigChange,
  ].join('\n')
  return join(cacheFolder(), `binding-${createHash('sha256').update(made).digest('hex').slice(0, 16)}`)
}

/** Whether it has been compiled; not before the npm packages are there. */
export const hasBinding = () => existsSync(join(packageFolder, 'package.json')) && existsSync(bindingFolder())

/** tfjs's binding, compiled from the sources in its package against our TensorFlow, and linked into this clone. */
export async function installBinding(progress) {
  const kept = bindingFolder()
  if (!existsSync(kept)) {
    progress('Compiling the TensorFlow binding', 'about 20 s')
    await makeFolder(kept, compile)
  }
  link(join(kept, 'deps'), join(packageFolder, 'deps'))
  link(join(kept, 'lib'), join(packageFolder, 'lib'))
}

async function compile(aside) {
  const source = join(aside, 'source')
  cpSync(packageFolder, source, {
    recursive: true,
    filter: (path) => !['deps', 'lib', 'build'].some((name) => path === join(packageFolder, name)),
  })
  const backend = join(source, 'binding', 'tfjs_backend.cc')
  writeFileSync(backend, withSessionConfig(readFileSync(backend, 'utf8')))
  const tensorflow = join(tensorflowFolder(), 'python', 'tensorflow')
  const libraries = join(aside, 'deps', 'lib')
  mkdirSync(libraries, { recursive: true })
  symlinkSync(join(tensorflow, 'include'), join(aside, 'deps', 'include'))
  const names = {
    'libtensorflow.so': 'libtensorflow_cc.so.2',
    'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
    'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
    'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
  }
  for (const [name, file] of Object.entries(names)) symlinkSync(join(tensorflow, file), join(libraries, name))
  symlinkSync(join(aside, 'deps'), join(source, 'deps'))
  const gyp = join(projectRoot, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js')
  const flags = [
    '--module_name=tfjs_binding',
    `--module_path=${join(aside, 'lib', 'napi-v8')}`,
    '--napi_build_version=8',
    `--nodedir=${nodeHeaders()}`,
  ]
  await run(nodeProgram(), [gyp, 'rebuild', ...flags], {
    cwd: source,
    env: { ...process.env, PATH: `${dirname(nodeProgram())}:${process.env.PATH}` },
  })
  rmSync(source, { recursive: true })
}

function link(from, to) {
  // Left alone when right: an engine of this clone may be loading through it just now.
  if (lstatSync(to, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(to) === from) return
  rmSync(to, { recursive: true, force: true })
  symlinkSync(from, to, process.platform === 'win32' ? 'junction' : 'dir')
}
