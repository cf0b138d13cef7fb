import { checkGroups } from './groups.ts'
import {
  type Axes,
  activation,
  type Config,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Parameter,
  perAxis,
  type Shape,
  ShapeFault,
  useBias,
} from './layer-kind.ts'
import { padding, reach, sizes, slide } from './window.ts'

export const filters: Parameter = { name: 'filters', kind: 'number', min: 1, integer: true }
const causal: Parameter = { name: 'padding', kind: 'choice', options: ['valid', 'same', 'causal'] }

/** Kernel, stride and padding, as the inspector edits them. Only a sequence can be padded at its beginning alone. */
export const window = (axes: Axes): Parameter[] => [
  sizes('kernel_size', axes),
  sizes('strides', axes),
  axes === 1 ? causal : padding,
]

/** Kernel, stride and dilation along each axis. */
export const settingsOf = (config: Config, axes: Axes) => ({
  kernel: perAxis(config, 'kernel_size', axes, 3),
  step: perAxis(config, 'strides', axes, 1),
  spread: perAxis(config, 'dilation_rate', axes, 1),
})

/** Keras makes no convolution that both strides and dilates. */
export function checkStrides(config: Config, axes: Axes): void {
  const { step, spread } = settingsOf(config, axes)
  if (Math.max(...step) > 1 && Math.max(...spread) > 1)
    throw new ShapeFault('model.strides-dilation', { strides: step.join('×'), dilation: spread.join('×') })
}

/** What a kernel that slides over [batch, ..., channels] gives. */
export function convolved(
  config: Config,
  inputs: Shape[],
  axes: Axes,
  channels: (input: number) => number,
): Shape {
  const shape = inputOfRank(inputs, axes + 2)
  checkStrides(config, axes)
  const { kernel, step, spread } = settingsOf(config, axes)
  const wide = kernel.map((size, axis) => reach(size, spread[axis] as number))
  return [shape[0] ?? null, ...slide(config, shape, wide, step), channels(channelsOf(shape))]
}

/** How many places a kernel covers. */
export const area = (config: Config, axes: Axes) =>
  settingsOf(config, axes).kernel.reduce((all, size) => all * size, 1)

/** How many biases `count` channels have: none with `use_bias=False`. */
export const biasOf = (config: Config, count: number) => (config.use_bias === false ? 0 : count)

const convolution = (axes: Axes): LayerKind => ({
  family: 'convolution',
  parameters: [
    filters,
    ...window(axes),
    // The CPU has no gradient of a dilated kernel over volumes.
    ...(axes === 3 ? [] : [sizes('dilation_rate', axes)]),
    activation,
    useBias,
  ],
  outputShape: (config, inputs) =>
    convolved(config, inputs, axes, (channels) => {
      const out = numberOf(config, 'filters')
      checkGroups(numberOf(config, 'groups', 1), [channels, out])
      return out
    }),
  parameterCount: (config, [shape = []]) => {
    const out = numberOf(config, 'filters')
    return (
      (area(config, axes) * channelsOf(shape) * out) / numberOf(config, 'groups', 1) + biasOf(config, out)
    )
  },
})

export const convolutionLayers: Record<string, LayerKind> = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
}
