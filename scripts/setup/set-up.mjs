import { existsSync, mkdirSync } from 'node:fs'
import { hasBinding, installBinding } from './binding.mjs'
import { cacheFolder } from './cache.mjs'
import { installNode } from './node-runtime.mjs'
import { installPackages } from './npm-packages.mjs'
import { lookAround, obstacle } from './preflight.mjs'
import { Remedy } from './run.mjs'
import { installTensorFlow, neededBytes, tensorflowFolder } from './tensorflow.mjs'

const steps = [installPackages, installNode, installTensorFlow, installBinding]

/** Does what is missing of the set-up and says on standard error what it does. Takes milliseconds when all is there. */
export async function setUp() {
  if (!existsSync(tensorflowFolder()) || !hasBinding()) {
    mkdirSync(cacheFolder(), { recursive: true })
    const problem = obstacle(lookAround(cacheFolder(), neededBytes()))
    if (problem) throw problem
  }
  for (const [index, step] of steps.entries()) {
    await step((name, size) => process.stderr.write(`[${index + 1}/${steps.length}] ${name} (${size})\n`))
  }
}

/** One line of progress for a step outside the numbered ones. */
export const say = (name, size) => process.stderr.write(`[+] ${name} (${size})\n`)

/** Runs a script's main function; a remedy is shown as one line, anything else with its stack. */
export async function main(body) {
  try {
    process.exitCode = await body()
  } catch (error) {
    process.stderr.write(`${error instanceof Remedy ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}
