import { EngineOrder, type EngineReport, type StopOrder } from '../contract/engine.ts'
import { toFailure } from '../contract/failure.ts'
import { augmentOrder } from './augment/preview.ts'
import { evaluateOrder, predictOrder } from './evaluate/orders.ts'
import { reconstructOrder } from './evaluate/reconstruct.ts'
import { describeDevice, describeEnvironment } from './runtime/device.ts'
import { registerNativeGradients } from './runtime/gradients.ts'
import { loadTensorFlow, type TensorFlow } from './runtime/load-tensorflow.ts'
import { train } from './train/train.ts'

const report = (message: EngineReport) => void process.send?.(message)

/** Ends the process once everything reported has left it. */
const end = (message: EngineReport) => process.send?.(message, () => process.exit(0))

let stop: StopOrder | null = null
let kept = 0
let busy = false

// Ctrl-C in a terminal reaches every process of it; whether to stop, and to keep, is the service's to say.
process.on('SIGINT', () => {})

// Whoever started this process is gone: nobody hears a result.
process.on('disconnect', () => process.exit(0))

function start() {
  const tf = loadTensorFlow()
  registerNativeGradients(tf)
  const device = describeDevice(tf)
  process.on('message', (raw) => {
    try {
      const order = EngineOrder.parse(raw)
      if (order.kind === 'stop') stop = order
      else if (order.kind === 'kept') kept = order.points
      else if (!busy) void take(tf, order)
    } catch (thrown) {
      // Training that is under way is worth more than a message nobody understands.
      if (!busy) end({ kind: 'failed', failure: toFailure(thrown) })
    }
  })
  report({
    kind: 'ready',
    device,
    environment: describeEnvironment(device, process.env.LATHE_VERSION ?? 'unknown'),
  })
}

/** What an order ends with. */
const lastReports: readonly EngineReport['kind'][] = ['trained', 'evaluated', 'predicted', 'reconstructed']

async function take(tf: TensorFlow, order: Exclude<EngineOrder, { kind: 'stop' | 'kept' }>) {
  busy = true
  let last: EngineReport | undefined
  // The last report closes the process, so it has to be sent by `end`.
  const forward = (message: EngineReport) => {
    if (lastReports.includes(message.kind)) last = message
    else report(message)
  }
  try {
    if (order.kind === 'augment') report(augmentOrder(tf, order))
    else if (order.kind === 'train')
      await train(tf, order, { report: forward, stop: () => stop, kept: () => kept })
    else if (order.kind === 'evaluate') await evaluateOrder(tf, order, forward)
    else if (order.kind === 'reconstruct') await reconstructOrder(tf, order, forward)
    else await predictOrder(tf, order, forward)
  } catch (thrown) {
    last = { kind: 'failed', failure: toFailure(thrown) }
  }
  if (last) end(last)
  // A preview is asked for again and again.
  else if (order.kind === 'augment') busy = false
}

try {
  start()
} catch (thrown) {
  end({ kind: 'failed', failure: toFailure(thrown) })
}
