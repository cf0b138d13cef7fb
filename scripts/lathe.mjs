import { runLathe } from './runtime.mjs'
import { main, setUp } from './setup/set-up.mjs'

await main(async () => {
  await setUp()
  return runLathe(process.argv.slice(2))
})
