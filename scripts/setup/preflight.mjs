import { spawnSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { has, Remedy } from './run.mjs'

const oldestPython = [3, 9]
const packagesBy = {
  'apt-get': ['sudo apt-get install', { compiler: 'build-essential', python: 'python3', pip: 'python3-pip' }],
  dnf: ['sudo dnf install', { compiler: 'gcc-c++ make', python: 'python3', pip: 'python3-pip' }],
  pacman: ['sudo pacman -S', { compiler: 'base-devel', python: 'python', pip: 'python-pip' }],
  zypper: ['sudo zypper install', { compiler: 'gcc-c++ make', python: 'python3', pip: 'python3-pip' }],
}

/**
 * What keeps the set-up from working on such a machine, and the one thing to do about it; nothing when it can begin.
 * Asked before anything is downloaded, and only while something is missing.
 */
export function obstacle({
  platform,
  arch,
  glibc,
  python,
  pip,
  compiler,
  installer,
  freeBytes,
  neededBytes,
  folder,
}) {
  if (platform !== 'linux' || arch !== 'x64' || !glibc) {
    const here = platform === 'linux' && arch === 'x64' ? 'Linux without glibc' : `${platform}-${arch}`
    return new Remedy(
      `This version of Lathe is set up on Linux x64 with glibc; this is ${here}.`,
      platform === 'win32'
        ? 'Install WSL2 (`wsl --install`) and start Lathe in it.'
        : 'Use such a machine, or a container of one such as debian:12.',
    )
  }
  const lacks = [...(compiler ? [] : ['compiler']), ...(python ? [] : ['python']), ...(pip ? [] : ['pip'])]
  if (lacks.length > 0) {
    const names = { compiler: 'a C++ compiler with make', python: 'python3', pip: 'pip' }
    const [line, packages] = packagesBy[installer] ?? packagesBy['apt-get']
    return new Remedy(
      `Set-up needs ${lacks.map((name) => names[name]).join(' and ')}.`,
      `Run: ${line} ${lacks.map((name) => packages[name]).join(' ')}`,
    )
  }
  if (python[0] < oldestPython[0] || (python[0] === oldestPython[0] && python[1] < oldestPython[1]))
    return new Remedy(
      `Set-up needs Python ${oldestPython.join('.')} or later; python3 is ${python.join('.')}.`,
      'Put a later one before it on the PATH.',
    )
  if (freeBytes < neededBytes)
    return new Remedy(
      `Set-up needs ${gigabytes(neededBytes)} free in ${folder}, there are ${gigabytes(freeBytes)}.`,
      'Free some room, or point LATHE_CACHE at another disk.',
    )
  return undefined
}

/** Looks at this machine. `folder` is on the disk that what is set up goes to. */
export function lookAround(folder, neededBytes) {
  const version = spawnSync('python3', ['-c', 'import sys; print(*sys.version_info[:2])'], {
    encoding: 'utf8',
  })
  const disk = statfsSync(folder)
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: process.report?.getReport().header.glibcVersionRuntime,
    python: version.status === 0 ? version.stdout.trim().split(' ').map(Number) : undefined,
    pip: has('python3', ['-m', 'pip', '--version']),
    compiler: has('g++') && has('make'),
    installer: Object.keys(packagesBy).find((program) => has(program)),
    freeBytes: disk.bavail * disk.bsize,
    neededBytes,
    folder,
  }
}

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`
