"""The small models that golden files are made of. A case: input shape, layers or a function, and how it is trained."""

import keras
from keras import layers as L
from keras import ops

IMAGE, STEPS, TOKENS, VOLUME = (6, 6, 2), (5, 3), (5,), (4, 5, 4, 2)


def plan(optimizer="momentum", rate=0.02, loss="sparse_categorical_crossentropy", **more):
    return {"optimizer": optimizer, "rate": rate, "loss": loss, **more}


def sequential(*stack):
    def build(x):
        for layer in stack:
            x = layer(x)
        return x

    return build


def embedded(size=4, mask_zero=False, positions=False):
    def build(x):
        tokens = L.Embedding(11, size, mask_zero=mask_zero)(x)
        if not positions:
            return tokens
        places = ops.cumsum(ops.ones_like(x), axis=-1)
        return L.Add()([tokens, L.Embedding(x.shape[1] + 1, size)(places)])

    return build


def transformer(x):
    x = embedded(8, positions=True)(x)
    attention = L.MultiHeadAttention(2, 4)(x, x)
    x = L.LayerNormalization()(L.Add()([x, attention]))
    forward = L.Dense(8)(L.Dense(16, activation="gelu")(x))
    x = L.LayerNormalization()(L.Add()([x, forward]))
    return L.GlobalAveragePooling1D()(x)


def masked_attention(x):
    x = embedded(4, mask_zero=True)(x)
    x = L.MultiHeadAttention(2, 3, value_dim=2)(x, x)
    return L.GlobalAveragePooling1D()(x)


def causal_attention(x):
    x = embedded(4)(x)
    return L.Flatten()(L.MultiHeadAttention(2, 3, use_bias=False)(x, x, use_causal_mask=True))


def cross_attention(x):
    query = L.Dense(4)(x)
    value = L.Conv1D(5, 2)(x)
    key = L.Conv1D(6, 2)(x)
    return L.Flatten()(L.MultiHeadAttention(2, 3, output_shape=7)(query, value, key=key))


def attention_mask(x):
    tokens = embedded(4)(x)
    # Which of the other words a word may look at: those that are not 0.
    mask = L.RepeatVector(5)(x)
    return L.Flatten()(L.MultiHeadAttention(2, 3)(tokens, tokens, attention_mask=mask))


def cross_attention_masks(x):
    query, value = embedded(4, mask_zero=True)(x), embedded(3, mask_zero=True)(x)
    attended = L.MultiHeadAttention(2, 3)(query, value, key=embedded(5, mask_zero=True)(x), use_causal_mask=True)
    return L.GlobalAveragePooling1D()(attended)


def attention_axes(*axes):
    def build(x):
        x = L.Dense(4)(x)
        return L.Flatten()(L.MultiHeadAttention(2, 3, attention_axes=axes or None, value_dim=2)(x, x))

    return build


def two_directions(layer, **more):
    return sequential(L.Bidirectional(layer, **more), L.Flatten())


def merged(kind):
    def build(x):
        return L.Dense(4)(kind()([L.Dense(5)(x), L.Dense(5, activation="tanh")(x)]))

    return build


def shared_pooling3d(x):
    return L.Concatenate()([L.GlobalAveragePooling3D()(x), L.GlobalMaxPooling3D()(x)])


def shared(x):
    layer = L.Dense(4, activation="tanh")
    return L.Concatenate()([layer(x), layer(layer(x))])


def frozen_base(x):
    base = [L.Conv2D(4, 3, activation="relu"), L.BatchNormalization(), L.GlobalAveragePooling2D()]
    for layer in base:
        layer.trainable = False
        x = layer(x)
    return L.Dense(8, activation="relu")(x)


def mask_through_merge(x):
    a, b = embedded(4, mask_zero=True)(x), embedded(4, mask_zero=True)(x)
    return L.LSTM(3)(L.Concatenate()([a, L.Dense(2)(b)]))


ACTIVATIONS = """relu relu6 leaky_relu elu selu celu gelu silu mish sigmoid log_sigmoid tanh tanh_shrink softmax log_softmax
softplus softsign soft_shrink hard_shrink hard_tanh hard_sigmoid hard_silu squareplus exponential sparse_plus sparse_sigmoid""".split()


def activations(x):
    x = L.Dense(4)(x)
    return L.Concatenate()([L.Activation(name)(x) for name in ACTIVATIONS])


REGULARIZERS = {
    "l1": "l1",
    "l2": "l2",
    "l1_l2": keras.regularizers.L1L2(0.01, 0.02),
    "orthogonal_rows": keras.regularizers.OrthogonalRegularizer(0.1, "rows"),
    "orthogonal_columns": keras.regularizers.OrthogonalRegularizer(0.1, "columns"),
}
CONSTRAINTS = {
    "max_norm": keras.constraints.MaxNorm(0.7),
    "non_neg": keras.constraints.NonNeg(),
    "unit_norm": keras.constraints.UnitNorm(),
    "min_max_norm": keras.constraints.MinMaxNorm(0.4, 0.8, rate=0.5, axis=0),
}

LAYERS = {
    "dense": ((4,), sequential(L.Dense(5, activation="relu"))),
    "conv2d": (IMAGE, sequential(L.Conv2D(3, 3, padding="same", activation="relu"), L.Flatten())),
    "conv2d_dilated": (IMAGE, sequential(L.Conv2D(3, 2, dilation_rate=2, padding="same"), L.Conv2D(2, 2, dilation_rate=(1, 3)), L.Flatten())),
    "conv2d_groups": (IMAGE, sequential(L.Conv2D(4, 3, groups=2, strides=2), L.Flatten())),
    "conv1d": (STEPS, sequential(L.Conv1D(4, 3, padding="causal", activation="relu"), L.Conv1D(3, 2, strides=2, padding="same"), L.Flatten())),
    "conv1d_dilated": ((8, 3), sequential(L.Conv1D(4, 3, padding="causal", dilation_rate=2), L.Conv1D(3, 2, dilation_rate=2), L.Flatten())),
    "depthwise_conv2d": (IMAGE, sequential(L.DepthwiseConv2D(3, depth_multiplier=2, activation="tanh"), L.Flatten())),
    "separable_conv2d": (IMAGE, sequential(L.SeparableConv2D(4, 3, padding="same", strides=2), L.Flatten())),
    "separable_conv1d": ((8, 3), sequential(L.SeparableConv1D(4, 3, depth_multiplier=2), L.Flatten())),
    "conv2d_transpose": (IMAGE, sequential(L.Conv2DTranspose(3, 3, strides=2, padding="same"), L.Conv2DTranspose(2, 2), L.Flatten())),
    "conv2d_transpose_padded": (IMAGE, sequential(L.Conv2DTranspose(3, 3, strides=2, output_padding=1), L.Conv2DTranspose(2, 4, strides=3, padding="same", output_padding=(1, 2)), L.Flatten())),
    "conv1d_transpose": (STEPS, sequential(L.Conv1DTranspose(4, 3, strides=2, padding="same"), L.Conv1DTranspose(3, 2, strides=2, output_padding=1), L.Flatten())),
    "depthwise_conv1d": ((8, 3), sequential(L.DepthwiseConv1D(3, depth_multiplier=2, strides=2, activation="tanh"), L.Flatten())),
    "conv3d": (VOLUME, sequential(L.Conv3D(3, 2, activation="relu"), L.Conv3D(2, (1, 2, 2), strides=(1, 2, 1), padding="same"), L.Flatten())),
    "pooling3d": (VOLUME, sequential(L.Conv3D(3, 1), L.MaxPooling3D(2, strides=1), L.AveragePooling3D((1, 2, 2), padding="same"), L.Flatten())),
    "global_pooling3d": (VOLUME, sequential(L.Conv3D(3, 2), shared_pooling3d)),
    "resizing3d": (VOLUME, sequential(L.Conv3D(2, 2), L.UpSampling3D((1, 2, 3)), L.ZeroPadding3D((1, 0, 2)), L.Cropping3D(((0, 1), (1, 1), (0, 2))), L.Flatten())),
    "pooling": (IMAGE, sequential(L.Conv2D(3, 3), L.MaxPooling2D(2), L.AveragePooling2D(2), L.Flatten())),
    "pooling1d": ((8, 3), sequential(L.Dense(4), L.MaxPooling1D(2), L.AveragePooling1D(2, strides=1, padding="same"), L.Flatten())),
    "global_pooling": (IMAGE, sequential(L.Conv2D(3, 3, strides=2), L.GlobalAveragePooling2D())),
    "global_max_pooling": (IMAGE, sequential(L.Conv2D(3, 3), L.GlobalMaxPooling2D())),
    "global_max_pooling1d": (STEPS, sequential(L.Dense(4), L.GlobalMaxPooling1D())),
    "resizing": (IMAGE, sequential(L.Conv2D(2, 3), L.UpSampling2D(2), L.UpSampling2D((1, 2), interpolation="bilinear"), L.ZeroPadding2D(((1, 2), (0, 1))), L.Cropping2D(((0, 1), (2, 1))), L.Flatten())),
    "resizing1d": (STEPS, sequential(L.Dense(2), L.UpSampling1D(2), L.ZeroPadding1D(1), L.Cropping1D((0, 2)), L.Permute((2, 1)), L.Flatten())),
    "reshape": ((4,), sequential(L.Dense(6), L.Reshape((-1, 3)), L.GRU(3))),
    "repeat_vector": ((4,), sequential(L.Dense(3), L.RepeatVector(4), L.LSTM(3))),
    "batch_normalization": ((4,), sequential(L.Dense(5), L.BatchNormalization(momentum=0.9), L.Activation("relu"))),
    "batch_normalization_pictures": (IMAGE, sequential(L.Conv2D(3, 3), L.BatchNormalization(), L.Activation("relu"), L.Flatten())),
    "batch_normalization_axis": (IMAGE, sequential(L.Conv2D(3, 3), L.BatchNormalization(axis=1), L.Flatten())),
    "layer_normalization": (STEPS, sequential(L.Dense(4), L.LayerNormalization(), L.LayerNormalization(axis=[1, 2], center=False), L.Flatten())),
    "group_normalization": (IMAGE, sequential(L.Conv2D(4, 3), L.GroupNormalization(2), L.Flatten())),
    "rms_normalization": (STEPS, sequential(L.Dense(4), L.RMSNormalization(), L.RMSNormalization(axis=[1, 2], epsilon=1e-3), L.Flatten())),
    "masked_batch_normalization": (TOKENS, sequential(L.Embedding(11, 4, mask_zero=True), L.BatchNormalization(momentum=0.9), L.LSTM(3))),
    "batch_normalization_frozen": (IMAGE, sequential(L.Conv2D(3, 3), L.BatchNormalization(trainable=False), L.BatchNormalization(momentum=0.8, scale=False), L.Flatten())),
    "unit_normalization": ((4,), sequential(L.Dense(5), L.UnitNormalization())),
    "rescaling": (IMAGE, sequential(L.Rescaling(0.5, 0.1), L.Normalization(mean=[0.1, 0.2], variance=[0.5, 2.0]), L.Conv2D(2, 3), L.Flatten())),
    "normalization": ((4,), sequential(L.Normalization(), L.Dense(5))),
    "activations": ((4,), activations),
    "activation_layers": ((4,), sequential(L.Dense(6), L.LeakyReLU(), L.Dense(6), L.PReLU(), L.Dense(6), L.ELU(0.7), L.Dense(6), L.ReLU(0.8, 0.1, 0.05), L.Softmax())),
    "prelu_shared": (IMAGE, sequential(L.Conv2D(3, 3), L.PReLU(shared_axes=[1, 2]), L.Softmax(axis=1), L.Flatten())),
    "lstm": (STEPS, sequential(L.LSTM(4))),
    "gru": (STEPS, sequential(L.GRU(4, return_sequences=True), L.GRU(3))),
    "conv_lstm2d": (VOLUME, sequential(L.ConvLSTM2D(2, 2, return_sequences=True), L.ConvLSTM2D(3, 3, strides=2, padding="same", go_backwards=True), L.Flatten())),
    "simple_rnn": (STEPS, sequential(L.SimpleRNN(4))),
    "bidirectional_lstm": (STEPS, sequential(L.Bidirectional(L.LSTM(3)))),
    "gru_reset_before": (STEPS, sequential(L.GRU(4, return_sequences=True, reset_after=False), L.GRU(3, reset_after=False, use_bias=False, go_backwards=True))),
    "masked_gru_reset_before": (TOKENS, sequential(L.Embedding(11, 4, mask_zero=True), L.GRU(3, reset_after=False))),
    "recurrent_activations": (STEPS, sequential(L.LSTM(4, activation="softsign", recurrent_activation="hard_sigmoid", return_sequences=True), L.GRU(3, activation="elu", return_sequences=True), L.SimpleRNN(3, activation="gelu"))),
    **{f"bidirectional_{mode}": (STEPS, two_directions(L.SimpleRNN(3, return_sequences=True), merge_mode=mode)) for mode in ("sum", "mul", "ave")},
    "bidirectional_two_kinds": (STEPS, two_directions(L.LSTM(3), backward_layer=L.LSTM(3, go_backwards=True, activation="relu"))),
    "bidirectional_gru": (STEPS, sequential(L.Bidirectional(L.GRU(3, return_sequences=True)), L.Flatten())),
    "time_distributed": ((4, 6, 6, 2), sequential(L.TimeDistributed(L.Conv2D(2, 3)), L.TimeDistributed(L.Flatten()), L.GRU(3))),
    "embedding": (TOKENS, sequential(L.Embedding(11, 4), L.LSTM(3))),
    "masked_embedding": (TOKENS, sequential(L.Embedding(11, 4, mask_zero=True), L.LSTM(3, return_sequences=True), L.GRU(3))),
    "mask_that_ends": (TOKENS, sequential(L.Embedding(11, 4, mask_zero=True), L.LSTM(3, return_sequences=True), L.Dense(3), L.Conv1D(3, 2), L.GRU(3))),
    "mask_through_merge": (TOKENS, mask_through_merge),
    "masking": (STEPS, sequential(L.Masking(0.0), L.LSTM(4))),
    "masking_of_computed": (STEPS, sequential(L.Dense(4, activation="relu"), L.Masking(0.0), L.LSTM(4))),
    "transformer": (TOKENS, transformer),
    "masked_attention": (TOKENS, masked_attention),
    "causal_attention": (TOKENS, causal_attention),
    "attention_mask": (TOKENS, attention_mask),
    "cross_attention_masks": (TOKENS, cross_attention_masks),
    "attention_axes": ((3, 4, 3), attention_axes(2)),
    "attention_axes_both": ((3, 4, 3), attention_axes()),
    "cross_attention": (STEPS, cross_attention),
    "shared_layer": ((4,), sequential(L.Dense(4), shared)),
    **{f"merge_{kind.__name__.lower()}": ((4,), merged(kind)) for kind in (L.Add, L.Subtract, L.Multiply, L.Average, L.Maximum, L.Minimum)},
    **{f"kernel_{name}": ((4,), sequential(L.Dense(5, kernel_regularizer=value, bias_regularizer="l1", activation="tanh"))) for name, value in REGULARIZERS.items()},
    "activity_regularizers": ((4,), sequential(L.Dense(5, activity_regularizer="l2", activation="tanh"), L.ActivityRegularization(0.01, 0.02))),
    **{f"constraint_{name}": ((4,), sequential(L.Dense(5, kernel_constraint=value, activation="tanh"))) for name, value in CONSTRAINTS.items()},
    "frozen_base": (IMAGE, frozen_base),
    "class_weights": ((4,), sequential(L.Dense(5, activation="relu"))),
    "sample_weights": ((4,), sequential(L.Dense(5, activation="relu"))),
    "mlp": ((100,), sequential(L.Dense(64, activation="relu"), L.Dense(32, activation="relu"))),
}
# Units and activation of the last layer, where it is not one for three classes.
ENDINGS = {"mlp": (1, "sigmoid")}

OPTIMIZER_PLANS = [
    plan("sgd", 0.02),
    plan("momentum", 0.02, settings={"nesterov": True}),
    plan("sgd", 0.02, settings={"weight_decay": 0.01}),
    plan("sgd", 0.05, settings={"clipnorm": 0.2}),
    plan("sgd", 0.05, settings={"clipvalue": 0.05}),
    plan("adam", 0.01, settings={"global_clipnorm": 0.2}),
    plan("adam", 0.01, settings={"amsgrad": True, "beta_1": 0.8, "epsilon": 1e-5}),
    plan("adam", 0.01, settings={"weight_decay": 0.02}),
    plan("adamw", 0.01),
    plan("rmsprop", 0.01),
    plan("rmsprop", 0.01, settings={"centered": True, "momentum": 0.5}),
    plan("adagrad", 0.05),
    plan("adadelta", 1.0),
    plan("adamax", 0.01),
    plan("nadam", 0.001),
    plan("nadam", 0.01),
    plan("nadam", 0.02, settings={"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-4, "weight_decay": 0.01}),
    plan("sgd", 0.05, settings={"momentum": 0.5, "weight_decay": 0.01, "global_clipnorm": 0.3}),
    plan("adamw", 0.01, settings={"weight_decay": 0.1, "amsgrad": True, "clipnorm": 0.1}),
    plan("adagrad", 0.1, settings={"initial_accumulator_value": 0.5, "epsilon": 1e-3, "weight_decay": 0.01}),
    plan("adadelta", 2.0, settings={"rho": 0.8, "epsilon": 1e-4, "clipvalue": 0.05}),
    plan("adamax", 0.02, settings={"beta_1": 0.7, "beta_2": 0.9, "epsilon": 1e-3, "weight_decay": 0.01}),
    plan("rmsprop", 0.005, settings={"rho": 0.7, "epsilon": 1e-3, "weight_decay": 0.01, "clipnorm": 0.2}),
    plan("ftrl", 0.1, settings={"learning_rate_power": -0.7, "initial_accumulator_value": 0.3, "beta": 0.2, "clipvalue": 0.1}),
    plan("adam", 0.01, settings={"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 7}),
    plan("rmsprop", 0.01, settings={"use_ema": True, "centered": True, "ema_overwrite_frequency": 10}),
    plan("lion", 0.002, settings={"beta_1": 0.7, "beta_2": 0.8, "clipnorm": 0.1}),
    plan("ftrl", 0.05, settings={"l1_regularization_strength": 0.01, "l2_regularization_strength": 0.01, "l2_shrinkage_regularization_strength": 0.01}),
    plan("lion", 0.001, settings={"weight_decay": 0.1}),
]
# A looked-up table has gradients of its own kind.
TABLE_PLANS = [
    plan("adam", 0.01),
    plan("rmsprop", 0.01),
    plan("adagrad", 0.05),
    plan("nadam", 0.01),
    plan("adam", 0.01, settings={"clipnorm": 0.1}),
    plan("adam", 0.01, settings={"clipvalue": 0.02}),
    plan("adam", 0.01, settings={"global_clipnorm": 0.1}),
    plan("adam", 0.01, settings={"amsgrad": True, "weight_decay": 0.02}),
    # Keras itself fails on RMSprop that is centered.
    plan("rmsprop", 0.01, settings={"momentum": 0.5, "clipnorm": 0.1}),
    plan("sgd", 0.05, settings={"momentum": 0.9, "nesterov": True, "global_clipnorm": 0.1}),
    plan("adadelta", 1.0),
    plan("adamax", 0.01),
    plan("ftrl", 0.05, settings={"beta": 0.1}),
    plan("lion", 0.001, settings={"weight_decay": 0.1}),
]
PLANS = {
    "dense": OPTIMIZER_PLANS,
    "embedding": TABLE_PLANS,
    "conv2d": [plan("adam", 0.001)],
    "lstm": [plan("adam", 0.01)],
    "gru": [plan("adam", 0.01)],
    "transformer": [plan("adam", 0.005), plan()],
    "frozen_base": [plan("adam", 0.01)],
    "class_weights": [plan(name, rate, class_weight={0: 1.0, 1: 2.5, 2: 0.4}) for name, rate in (("momentum", 0.02), ("adam", 0.01))],
    "sample_weights": [plan(name, rate, sample_weight=[0.5, 0.0, 3.0, 1.0, 0.25, 1.5]) for name, rate in (("momentum", 0.02), ("adam", 0.01))],
    "mlp": [plan("sgd", 0.02, "binary_crossentropy"), plan("adam", 0.001, "binary_crossentropy")],
    "attention_axes": [plan(rate=0.001)],
    "attention_axes_both": [plan(rate=0.001)],
    "batch_normalization": [plan(), plan("adamw", 0.01, settings={"weight_decay": 0.1}), plan("sgd", 0.05, settings={"weight_decay": 0.05})],
    "masked_embedding": [plan(), plan("adam", 0.01, settings={"global_clipnorm": 0.05})],
    "constraint_max_norm": [plan("adam", 0.01), plan()],
}
