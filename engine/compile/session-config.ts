import { bytes, integer, message } from './protobuf.ts'

/** `RewriterConfig.Toggle`, GraphOptions and the rest by their field numbers in tensorflow/core/protobuf/config.proto. */
const fields = {
  gpuOptions: 6,
  allowGrowth: 4,
  graphOptions: 10,
  rewriteOptions: 10,
  disableMetaOptimizer: 19,
}

/** A graph up to this many ops is optimized within some 50 ms; a whole step's graph is mostly larger. */
const fewOps = 500

/**
 * How TensorFlow is to run a graph of so many ops: a ConfigProto. On a CPU its graph optimizer (Grappler) is left out of
 * larger ones. A recorded step is written with the ops that Grappler would put in, so a step is no quicker for it, while it
 * goes through a GRU's 5,600 ops twice, which is more than a second before the first step. A small graph, such as a forward
 * pass, gains by it: a convolution with its bias and activation becomes one op. A GPU needs it always: it lays pictures out
 * for the card. There, memory is taken as it is needed and not all at once.
 */
export function sessionConfig(onGpu: boolean, ops: number): Uint8Array {
  if (onGpu) return bytes(fields.gpuOptions, integer(fields.allowGrowth, 1))
  const rewrite = message(ops > fewOps ? [integer(fields.disableMetaOptimizer, 1)] : [])
  return bytes(fields.graphOptions, bytes(fields.rewriteOptions, rewrite))
}
