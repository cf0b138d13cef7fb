import { main, setUp } from './setup/set-up.mjs'

await main(async () => {
  await setUp()
  process.stderr.write('Everything is set up.\n')
  return 0
})
