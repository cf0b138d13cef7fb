import { spawn, spawnSync } from 'node:child_process'

/** What is wrong on this machine, and the one thing to do about it. */
export class Remedy extends Error {
  constructor(problem, remedy) {
    super(`${problem} ${remedy}`)
    this.name = 'Remedy'
  }
}

/** Whether a program can be started. */
export function has(program, args = ['--version']) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

/** Runs a program to its end; its output is shown only when it fails. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output = (output + chunk).slice(-20_000)
    })
    child.stderr?.on('data', (chunk) => {
      output = (output + chunk).slice(-20_000)
    })
    child.on('error', (error) =>
      reject(new Remedy(`${program} cannot be started: ${error.message}.`, `Install ${program}.`)),
    )
    child.on('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`)),
    )
  })
}

/** Runs a program with its output shown; gives its exit code. Signals are passed on. */
export function runShown(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    // The terminal sends Ctrl-C to the child itself; this process only has to outlive it. One that was pressed before there was
    // a child is heard before the next turn of the loop: it is passed on.
    let missed = true
    setImmediate(() => {
      missed = false
    })
    const wait = () => missed && child.kill('SIGINT')
    process.on('SIGINT', wait)
    process.on('SIGTERM', pass)
    child.on('error', (error) => {
      process.stderr.write(`${program} cannot be started: ${error.message}\n`)
      resolve(1)
    })
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}

/**
 * Runs a program that shows its progress on standard error and says on standard output why it failed. Gives nothing when
 * it came to its end, else the reason, and whether Ctrl-C ended it: that cancels the program, not this process.
 */
export function runWatched(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let reason = ''
    let interrupted = false
    // Passed on as well: a signal that was sent to this process alone has not reached the child.
    const cancel = () => {
      interrupted = true
      child.kill('SIGINT')
    }
    process.on('SIGINT', cancel)
    child.stdout.on('data', (text) => {
      reason += text
    })
    const end = (failure) => {
      process.off('SIGINT', cancel)
      resolve(failure)
    }
    child.on('error', (error) => end({ reason: error.message, interrupted }))
    child.on('close', (code, signal) =>
      end(code === 0 ? undefined : { reason: reason || `it ended with ${signal ?? code}`, interrupted }),
    )
  })
}

/** npm, by the same Node that runs this: `npm` on Windows is a script that cannot be spawned. */
export function npm(args, options) {
  const script = process.env.npm_execpath
  return script
    ? run(process.execPath, [script, ...args], options)
    : run('npm', args, { shell: process.platform === 'win32', ...options })
}
