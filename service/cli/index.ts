import { addDataCommands } from './data/commands.ts'
import { doctor } from './doctor.ts'
import { number } from './option-values.ts'
import { command, program, projectRoot } from './program.ts'
import { report } from './report-failure.ts'
import { addRunCommands } from './run-commands.ts'
import { serve } from './serve.ts'

addDataCommands()
addRunCommands()
command(
  'doctor',
  'which device does the work, and why not a better one',
  (session, output) => doctor(session, output),
  true,
)
command(
  'serve',
  'the workbench in the browser',
  (session, output, _args, { port, open }) =>
    serve(session, output, projectRoot, { port: port as number | undefined, open: open === true }),
  true,
)
  .option('--port <port>', 'of 127.0.0.1 (default: any free one)', number)
  .option('--open', 'open the browser')

await program.parseAsync().catch((thrown) => {
  process.exitCode = report(thrown, process.argv.includes('--json'))
})
// Worker threads and a warm engine need not be waited for: everything is written.
process.exit()
