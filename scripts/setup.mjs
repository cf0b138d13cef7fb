import { Remedy } from './setup/run.mjs'
import { main, setUp } from './setup/set-up.mjs'
import { forgetTensorFlow } from './setup/tensorflow.mjs'

await main(async () => {
  const at = process.argv.indexOf('--again')
  if (at > 0) {
    const what = process.argv[at + 1]
    if (what !== 'tensorflow')
      throw new Remedy(
        `--again does not know ${what ?? 'nothing'}.`,
        'Write: npm run setup -- --again tensorflow',
      )
    forgetTensorFlow()
  }
  await setUp()
  process.stderr.write('Everything is set up.\n')
  return 0
})
