import { TrainingSettings } from '../../../contract/training/training.ts'
import type { StoredRun } from '../../../service/runs/stored.ts'

/** A run as it stands in the queue. */
export function sampleRun(id: string, change: Partial<StoredRun> = {}): StoredRun {
  return {
    id,
    name: `run ${id}`,
    status: 'queued',
    createdAt: 1000,
    startedAt: null,
    endedAt: null,
    datasetId: 'd',
    datasetName: 'flowers',
    modelName: 'cnn',
    note: '',
    colour: 0,
    settings: TrainingSettings.parse({}),
    epochsDone: 0,
    last: {},
    best: {},
    bestEpoch: null,
    device: null,
    failure: null,
    crossValidation: null,
    datasetVersion: 1,
    datasetDigest: 'abc',
    classes: ['daisy', 'tulip'],
    task: 'classification',
    parameters: null,
    weights: null,
    resolved: null,
    environment: null,
    evaluation: null,
    model: {
      format: 'lathe-model',
      version: 1,
      name: 'cnn',
      keras: {
        module: 'keras',
        class_name: 'Functional',
        registered_name: 'Functional',
        config: { name: 'cnn', trainable: true, layers: [], input_layers: [], output_layers: [] },
      },
      canvas: { positions: {} },
    },
    ...change,
  }
}
