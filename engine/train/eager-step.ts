import type { LayersModel, Scalar, Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import type { Metrics } from '../../contract/run.ts'
import type { Loss, OptimizerName } from '../../contract/training.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { lossFunction, metricFunctions } from './losses.ts'
import { createOptimizer } from './optimizers.ts'
import type { TrainStep } from './train-step.ts'

/** A step that runs op by op through tfjs: right for every model, and the yardstick for a faster one. */
export function eagerStep(
  tf: TensorFlow,
  model: LayersModel,
  loss: Loss,
  optimizerName: OptimizerName,
  rate: number,
): TrainStep {
  const measure = lossFunction(tf, loss)
  const metrics = metricFunctions(tf, loss)
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable)
  const optimizer = createOptimizer(tf, optimizerName, rate, variables)
  return {
    run(batch) {
      const values: Record<string, Tensor> = {}
      const { value, grads } = tf.variableGrads(() => {
        const predicted = model.apply(
          batch.inputs.length === 1 ? (batch.inputs[0] as Tensor) : batch.inputs,
          { training: true },
        ) as Tensor
        for (const [name, metric] of Object.entries(metrics))
          values[name] = tf.keep(metric(batch.targets[0] as Tensor, predicted))
        const penalty = model.calculateLosses()
        return penalty.reduce<Scalar>(
          (sum, part) => sum.add(part),
          measure(batch.targets[0] as Tensor, predicted),
        )
      }, variables)
      optimizer.apply(variables.map((variable) => grads[variable.name] as Tensor))
      const result: Metrics = { loss: value.dataSync()[0] as number }
      for (const [name, tensor] of Object.entries(values)) result[name] = tensor.dataSync()[0] as number
      tf.dispose([value, grads, values] as never)
      return result
    },
    dispose: () => optimizer.dispose(),
  }
}
