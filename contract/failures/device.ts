/** Why something slower is used: nothing failed, and the person should know what would be quicker. */
export const deviceFailures = {
  'device.windows': {
    message: 'TensorFlow has no GPU support on Windows since version 2.11.',
    hint: 'Under WSL2 Lathe uses the GPU.',
  },
  'device.macos': { message: "TensorFlow's library for macOS has no GPU support." },
  'device.no-driver': {
    message: 'No NVIDIA driver was found on this machine.',
    hint: 'With an NVIDIA card: install its driver, then run `npm run setup`.',
  },
  'device.hidden': {
    message: 'CUDA_VISIBLE_DEVICES is set to "{{value}}", which hides every GPU.',
    hint: 'Unset it and start Lathe again.',
  },
  'device.cpu-build': {
    message:
      'An NVIDIA driver is there, but the CPU build of TensorFlow is installed: set-up ran before the driver came.',
    hint: 'Run `npm run setup` to fetch the GPU build.',
  },
  'device.libraries-lost': {
    message: 'An NVIDIA driver is there, but CUDA libraries are missing: {{libraries}}.',
    hint: 'Run `npm run setup -- --again tensorflow` to fetch them anew.',
  },
  'device.libraries-missing': {
    message: 'An NVIDIA driver is there, but CUDA libraries are missing: {{libraries}}.',
    hint: 'Install CUDA 12 and cuDNN 9 and put their folders on LD_LIBRARY_PATH.',
  },
  'device.unusable': {
    message:
      'An NVIDIA driver and the CUDA libraries are there, but TensorFlow found no GPU it can use: the driver may be older than CUDA 12 asks for (525), or the card older than compute capability 6.0.',
    hint: '`nvidia-smi` shows both.',
  },
  'device.bfloat16-cpu': {
    message:
      'This processor has no instructions for bfloat16 (avx512_bf16 or amx_bf16): training is in float32.',
  },
  'device.bfloat16-gpu': {
    message:
      'This GPU has compute capability {{capability}}, and bfloat16 needs 8.0 or more: training is in float32.',
  },
  'device.bfloat16-unknown': {
    message:
      'Whether the GPU can compute in bfloat16 is unknown, as `nvidia-smi` does not say: training is in float32.',
    hint: 'Install the tools that come with the NVIDIA driver.',
  },
  'device.bfloat16-eager': {
    message: 'Mixed precision needs a compiled step, and this one runs op by op: training is in float32.',
  },
  'compile.off': { message: 'Compiling was turned off.' },
  'compile.too-long': {
    message:
      'Its recurrent layers take {{steps}} steps in all; more than {{most}} take longer to compile than is gained.',
  },
  'compile.outside': { message: 'A tensor made before the recording was used in it.' },
  'compile.read-back': { message: 'A value was read back to the host inside a step.' },
} as const
