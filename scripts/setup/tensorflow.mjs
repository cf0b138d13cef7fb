import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, checkSha256, makeFolder, needSpace } from './cache.mjs'
import { has, run } from './run.mjs'

const version = '2.21.0'
const platform = 'manylinux_2_27_x86_64'
/** The wheel of each build, and its sum; with the GPU build, pip also brings NVIDIA's wheels and checks them against the index. */
const wheels = {
  cpu: {
    package: 'tensorflow-cpu',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
  gpu: {
    package: 'tensorflow[and-cuda]',
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  },
}

/** Where an NVIDIA driver shows itself: on Linux, and under WSL2, where it is the one of Windows. */
const driverSigns = ['/proc/driver/nvidia/version', '/usr/lib/wsl/lib/libcuda.so.1']

/** Whether an NVIDIA driver is there: then the GPU build of TensorFlow is taken. */
const hasNvidiaDriver = () => process.platform === 'linux' && driverSigns.some((path) => existsSync(path))

const flavour = () => (hasNvidiaDriver() ? 'gpu' : 'cpu')
/** The folder with TensorFlow's libraries and headers. */
export const tensorflowFolder = () => join(cacheFolder(), `tensorflow-${version}-${flavour()}`)

/** Room that TensorFlow takes while it is set up: the wheels, and what is unpacked out of them. */
export const neededBytes = () => (flavour() === 'gpu' ? 12e9 : 3e9)

/** Takes TensorFlow out of the cache, so that the next set-up fetches it anew. */
export const forgetTensorFlow = () => rmSync(tensorflowFolder(), { recursive: true, force: true })

/** The folders an engine needs on its loader path: CUDA's, from the nvidia-* wheels. Empty on a machine without a GPU. */
export function loaderPath() {
  const nvidia = join(tensorflowFolder(), 'python', 'nvidia')
  if (!existsSync(nvidia)) return []
  return readdirSync(nvidia)
    .map((name) => join(nvidia, name, 'lib'))
    .filter((path) => existsSync(path))
}

/** TensorFlow's C library and headers, out of the wheel that Python's package index carries. */
export async function installTensorFlow(progress) {
  if (existsSync(tensorflowFolder())) return
  const wheel = wheels[flavour()]
  const gpu = flavour() === 'gpu'
  needSpace(neededBytes())
  progress(
    `TensorFlow ${version} (${gpu ? 'GPU' : 'CPU'})`,
    gpu ? '3.5 GB to download' : '274 MB to download',
  )
  await makeFolder(tensorflowFolder(), async (aside) => {
    const downloads = join(aside, 'wheels')
    mkdirSync(downloads)
    const pip = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--only-binary=:all:',
      '--platform',
      platform,
      '--platform',
      'manylinux2014_x86_64',
      '--python-version',
      '3.11',
      '--dest',
      downloads,
    ]
    await run('python3', [...pip, ...(gpu ? [] : ['--no-deps']), `${wheel.package}==${version}`])
    const files = readdirSync(downloads)
    const main = files.find((file) => /^tensorflow(_cpu)?-/.test(file))
    await checkSha256(join(downloads, main), wheel.sha256)
    await unpack(join(downloads, main), join(aside, 'python'), [
      'tensorflow/libtensorflow',
      'tensorflow/include/',
    ])
    for (const file of files.filter((name) => name.startsWith('nvidia_')))
      await unpack(join(downloads, file), join(aside, 'python'), ['nvidia/'])
    rmSync(downloads, { recursive: true })
    const library = join(aside, 'python', 'tensorflow', 'libtensorflow_cc.so.2')
    // 200 MB of symbols that nobody needs; without `strip` they stay.
    if (has('strip')) await run('strip', ['--strip-unneeded', library])
    writeFileSync(join(aside, 'version.json'), JSON.stringify({ version, flavour: flavour() }))
  })
}

const unpackScript = `
import sys, zipfile
wheel, target, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [name for name in archive.namelist() if name.startswith(tuple(prefixes))])
`

/** Takes the files that begin with one of the prefixes out of a wheel. Python is there (pip is), unzip may not be. */
export function unpack(wheel, target, prefixes) {
  return run('python3', ['-c', unpackScript, wheel, target, ...prefixes])
}
