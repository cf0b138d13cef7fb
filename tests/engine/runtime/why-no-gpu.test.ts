import { expect, test } from 'vitest'
import { type GpuFacts, gpuFacts, whyNoGpu } from '../../../engine/runtime/why-no-gpu.ts'

const good: GpuFacts = { platform: 'linux', driver: true, build: 'gpu', missing: [], visible: undefined }
const why = (facts: Partial<GpuFacts>) => {
  const { message, hint } = whyNoGpu({ ...good, ...facts })
  return `${message} ${hint}`
}

test('without a driver that is the reason, whatever else is missing too', () => {
  expect(why({ driver: false, build: 'cpu', missing: ['libcudnn.so.9'] })).toMatch(
    /No NVIDIA driver.*install its driver, then run `npm run setup`/,
  )
})

test('a CPU build beside a driver is told apart from missing libraries, each with its remedy', () => {
  expect(why({ build: 'cpu', missing: ['libcudnn.so.9'] })).toMatch(/CPU build.*Run `npm run setup` to fetch/)
  expect(why({ missing: ['libcudart.so.12', 'libcudnn.so.9'] })).toMatch(
    /missing: libcudart\.so\.12, libcudnn\.so\.9\. Run `npm run setup -- --again tensorflow`/,
  )
  expect(why({ build: null, missing: ['libcudnn.so.9'] })).toMatch(/Install CUDA 12 and cuDNN 9/)
})

test('GPUs that are hidden by the environment are said by the value that hides them', () => {
  expect(why({ visible: '-1' })).toContain('CUDA_VISIBLE_DEVICES is set to "-1"')
  expect(why({ visible: '' })).toContain('hides every GPU')
  expect(why({ visible: '0' })).not.toContain('CUDA_VISIBLE_DEVICES')
})

test('where all is there, driver and card are what is left', () => {
  expect(why({})).toMatch(/driver may be older.*nvidia-smi/)
})

test('systems without GPU support say so', () => {
  expect(why({ platform: 'win32' })).toContain('WSL2')
  expect(why({ platform: 'darwin' })).toContain('macOS')
})

test('a look at this machine knows the build that the set-up fetched', () => {
  const facts = gpuFacts({ CUDA_VISIBLE_DEVICES: '0', LD_LIBRARY_PATH: '/no/such/folder' })
  expect(facts.visible).toBe('0')
  expect(['cpu', 'gpu']).toContain(facts.build)
})
