import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOp } from '../../runtime/native-op.ts'
import { type Ending, finish, truthFor } from '../losses/row-loss.ts'
import { type MetricRule, ratio } from './metric.ts'

/** Keras's `num_thresholds` of an AUC: evenly from 0 to 1, the ends a little outside. */
const thresholds = 200

/**
 * `keras.metrics.AUC`, interpolated as it does, over all outputs together. Sums are how many rows of a yes, and of a no, have
 * an output between two thresholds: `_update_confusion_matrix_variables_optimized` of keras/src/metrics/metrics_utils.py.
 */
export const areaUnderCurve = (tf: TensorFlow, ending: Ending, curve: 'ROC' | 'PR'): MetricRule => ({
  size: 2 * thresholds,
  running: true,
  sums(target, outputs, weights) {
    const truth = truthFor(tf, target, outputs)
    const places = finish(tf, ending, outputs)
      .mul(thresholds - 1)
      .ceil()
      .sub(1)
      .clipByValue(0, thresholds - 1)
      .toInt()
      .flatten()
    const byPlace = (values: Tensor) =>
      nativeOp(
        tf,
        'UnsortedSegmentSum',
        [float32, attribute.type('Tindices', 'int32'), attribute.type('Tnumsegments', 'int32')],
        [
          (weights ? values.mul(weights.expandDims(-1)) : values).flatten(),
          places,
          tf.scalar(thresholds, 'int32'),
        ],
      )
    return [byPlace(truth), byPlace(tf.scalar(1).sub(truth))]
  },
  finish(sums) {
    const all = Array.from(sums)
    const yes = fromTheEnd(all.slice(0, thresholds))
    const no = fromTheEnd(all.slice(thresholds))
    return curve === 'ROC' ? areaOfRoc(yes, no) : areaOfPrecision(yes, no)
  },
})

/** How many are above each threshold. */
function fromTheEnd(counts: number[]): number[] {
  const above = [...counts]
  for (let at = above.length - 2; at >= 0; at--) above[at] = (above[at] as number) + (above[at + 1] as number)
  return above
}

/** By trapezoids under recall over the share of false positives. */
function areaOfRoc(yes: number[], no: number[]): number {
  let area = 0
  for (let at = 0; at + 1 < thresholds; at++) {
    const width = ratio(no[at] as number, no[0] as number) - ratio(no[at + 1] as number, no[0] as number)
    const heights = ratio((yes[at] as number) + (yes[at + 1] as number), yes[0] as number)
    area += (width * heights) / 2
  }
  return area
}

/** `AUC.interpolate_pr_auc`: Davis and Goadrich, 2006, "The relationship between precision-recall and ROC curves", section 4. */
function areaOfPrecision(yes: number[], no: number[]): number {
  let area = 0
  for (let at = 0; at + 1 < thresholds; at++) {
    const [before, after] = [yes[at] as number, yes[at + 1] as number]
    const [all, left] = [before + (no[at] as number), after + (no[at + 1] as number)]
    const slope = ratio(before - after, Math.max(all - left, 0))
    const growth = all > 0 && left > 0 ? Math.log(all / left) : 0
    area += ratio(slope * (before - after + (after - slope * left) * growth), yes[0] as number)
  }
  return area
}
