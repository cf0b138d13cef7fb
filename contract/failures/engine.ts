export const engineFailures = {
  'engine.died': {
    message: 'The training process ended without a word ({{detail}}).',
    hint: 'All points up to then are kept. If memory ran out, try a smaller batch size.',
  },
  'engine.no-tensorflow': {
    message: 'TensorFlow could not be loaded: {{detail}}',
    hint: 'Run `npm run setup` to install it again.',
  },
  'engine.not-finite': {
    message: 'The loss became {{value}} in epoch {{epoch}}, step {{step}}.',
    hint: 'Lower the learning rate, or look for missing or huge values in the data.',
  },
  'engine.not-finite-data': {
    message:
      'The loss became {{value}} in epoch {{epoch}}, step {{step}}: batch {{batch}} has a value that is not finite in the data.',
    hint: 'Look for missing or huge values in the data.',
  },
  'engine.not-finite-output': {
    message:
      'The loss became {{value}} in epoch {{epoch}}, step {{step}}: layer "{{layer}}" was the first to give a value that is not finite (batch {{batch}}).',
    hint: 'Lower the learning rate, scale the data, or put a BatchNormalization before that layer.',
  },
  'engine.not-finite-gradient': {
    message:
      'The loss became {{value}} in epoch {{epoch}}, step {{step}}: the gradient of layer "{{layer}}" was the first that is not finite (batch {{batch}}).',
    hint: 'Lower the learning rate, or clip the gradients.',
  },
  'engine.not-given-back': {
    message: 'The model reads pictures of {{read}} and gives {{given}}: an autoencoder gives what it reads.',
    hint: 'Let its last layer give the shape of its Input, for example with padding "same" and as many UpSampling as pooling layers.',
  },
  'engine.class-weight-misfit': {
    message: 'Class weights are for data with classes, and this data has numbers as its target.',
    hint: 'Leave them out.',
  },
  'engine.class-weight-unknown': {
    message: 'There is no class "{{class}}" to give a weight to; there are {{classes}}.',
    hint: 'Name the classes as the data has them.',
  },
  'engine.metric-misfit': {
    message: 'The metric {{metric}} says nothing about this data; {{fitting}} do.',
    hint: 'Choose one of these, or leave the metrics out.',
  },
  'engine.argument-unknown': {
    message: '{{of}} has no setting "{{argument}}"; it has {{known}}.',
    hint: "The names are Keras's.",
  },
  'engine.argument-range': {
    message: '{{of}} cannot have {{argument}} = {{value}}: it must be {{range}}.',
  },
  'engine.monitor-unknown': {
    message: 'No epoch has the metric "{{monitor}}" that is to be watched; there are {{known}}.',
    hint: 'Watch one of these. Names with val_ need validation data.',
  },
  'engine.layer-unsupported': { message: 'Layer "{{layer}}" is a {{kind}}, which Lathe cannot train yet.' },
  'engine.activation-unknown': {
    message: 'Layer "{{layer}}" asks for the activation {{activation}}, which Lathe does not know.',
    hint: "Pick one of Keras's own activations.",
  },
  'engine.setting-unsupported': {
    message: 'Layer "{{layer}}" has {{setting}} = {{value}}, which Lathe cannot train.',
    hint: 'Leave this setting at its default.',
  },
  'engine.shape-mismatch': {
    message: 'The model expects {{expected}}, but the data has {{found}}.',
    hint: 'Change the Input layer, or pick other data.',
  },
  'engine.output-mismatch': {
    message: 'The last layer has {{outputs}} outputs, but {{loss}} on this data needs {{wanted}}.',
    hint: 'Give the last Dense layer {{wanted}} units.',
  },
  'engine.loss-misfit': {
    message: '{{loss}} is for data with classes, and this data has numbers as its target.',
    hint: 'Choose a loss for numbers, such as mean_squared_error.',
  },
  'engine.binary-loss': {
    message: '{{loss}} tells two classes apart, and this data has {{classes}}.',
    hint: 'Choose sparse_categorical_crossentropy and a softmax last layer.',
  },
  'engine.initializer-unknown': {
    message: 'Setting "{{setting}}" asks for the initializer {{kind}}, which Lathe does not know.',
    hint: "Pick one of Keras's own initializers.",
  },
  'engine.weights-unreadable': {
    message: 'The weights in {{file}} cannot be read: {{detail}}.',
    hint: "Give a run's weights.safetensors, or a .weights.h5, .keras or .h5 file that Keras wrote.",
  },
  'engine.regularizer-unknown': {
    message: 'Setting "{{setting}}" asks for the regularizer {{kind}}, which Lathe does not know.',
    hint: 'Pick L1, L2, L1L2 or OrthogonalRegularizer.',
  },
  'engine.constraint-unknown': {
    message: 'Setting "{{setting}}" asks for the constraint {{kind}}, which Lathe does not know.',
    hint: 'Pick MaxNorm, MinMaxNorm, NonNeg or UnitNorm.',
  },
  'engine.weights-differ': {
    message:
      'The weights in {{file}} do not fit: {{weight}} should be {{expected}}, and the file has {{found}}.',
    hint: 'Use weights that the same model wrote, or rename the layer to have it drawn at random. A frozen layer must be in the file.',
  },
  'engine.graph-broken': {
    message: 'Layer "{{layer}}" is not connected to an input.',
    hint: 'Connect it, or take it away.',
  },
} as const
