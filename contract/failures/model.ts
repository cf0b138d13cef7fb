export const modelFailures = {
  'model.unknown': {
    message: 'There is no model "{{name}}".',
    hint: 'Give a template name, a .lathe.json document or a Keras .json/.keras file.',
  },
  'model.unreadable': {
    message: '{{file}} is not a model Lathe can read: {{detail}}',
    hint: 'Save it from Keras with model.to_json() or model.save("model.keras").',
  },
  'model.nested': {
    message: 'Layer "{{layer}}" is a whole {{kind}} model inside the model, which cannot be drawn.',
    hint: 'In Keras, call the inner layers one after the other instead of the inner model, and save it again.',
  },
  'model.rank': {
    message:
      'Layer "{{layer}}" takes tensors of {{wanted}} sizes (batch included), and "{{source}}" gives {{shape}}.',
    hint: 'Put a Flatten, Reshape or pooling layer between them.',
  },
  'model.size-unknown': {
    message: 'Layer "{{layer}}" has to know the last size of {{shape}}, which "{{source}}" leaves open.',
    hint: 'Give the Input layer whole sizes.',
  },
  'model.window-too-large': {
    message: 'The window {{window}} of "{{layer}}" is larger than {{shape}}, which "{{source}}" gives.',
    hint: 'Use a smaller window, padding "same", or fewer pooling layers before it.',
  },
  'model.shapes-differ': {
    message: '"{{layer}}" cannot join {{shape}} from "{{source}}" with {{first}}: the sizes differ.',
    hint: 'Bring both to the same sizes first.',
  },
  'model.axis': {
    message: '"{{layer}}" joins along axis {{axis}}, which {{shape}} from "{{source}}" does not have.',
    hint: 'Use -1 for the last axis.',
  },
  'model.axis-missing': {
    message: '"{{layer}}" works along axis {{axis}}, which {{shape}} from "{{source}}" does not have.',
    hint: 'Use -1 for the last axis.',
  },
  'model.groups': {
    message:
      '"{{layer}}" has {{groups}} groups, and {{channels}} channels cannot be shared out evenly among them.',
    hint: 'Use {{best}} groups, or another number of channels before it.',
  },
  'model.strides-dilation': {
    message:
      '"{{layer}}" has both strides of {{strides}} and a dilation of {{dilation}}, which Keras refuses.',
    hint: 'Set one of the two to 1.',
  },
  'model.output-padding': {
    message:
      '"{{layer}}" has an output padding of {{padding}}, which does not go with strides of {{stride}}.',
    hint: 'Take less than a stride, or leave it out.',
  },
  'model.reshape': {
    message:
      '"{{layer}}" cannot make {{target}} of {{shape}} from "{{source}}": the number of values differs.',
    hint: 'Choose sizes with the same product, or -1 for one of them.',
  },
  'model.unconnected': {
    message: 'Layer "{{layer}}" has no input.',
    hint: 'Connect a layer to it, or take it away.',
  },
  'model.one-input': {
    message: 'Layer "{{layer}}" takes one input, and has {{count}}.',
    hint: 'Join them with Add or Concatenate first.',
  },
  'model.cycle': {
    message: 'Layer "{{layer}}" is part of a circle.',
    hint: 'Take away one of the connections of the circle.',
  },
  'model.layer-unknown': {
    message: 'Lathe does not know the layer {{kind}} ("{{layer}}").',
    hint: 'Replace it by one of the palette; its settings are kept until then.',
  },
} as const
