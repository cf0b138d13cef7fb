import { openDatabase } from '../../service/database/open.ts'
import { writePoints } from '../../service/runs/points.ts'
import { insertRun } from '../../service/runs/rows.ts'
import { sampleRun } from '../service/runs/sample-run.ts'

const optimizers = ['adam', 'sgd', 'rmsprop'] as const
const sets = ['fashion-mnist', 'flowers', 'iris']

/** Puts finished runs into the database of `home`, each with a curve of `epochs` epochs and ten steps an epoch at most 500. */
export function fillRuns(home: string, count: number, epochs: number): void {
  const { db } = openDatabase(home)
  const begin = Date.UTC(2026, 0, 1)
  for (let index = 0; index < count; index += 1) {
    const id = `run-${String(index).padStart(6, '0')}`
    const started = begin + index * 600_000
    const settings = sampleRun(id).settings
    insertRun(
      db,
      sampleRun(id, {
        name: `${sets[index % 3]} ${index}`,
        status: index % 17 === 0 ? 'stopped' : 'finished',
        createdAt: started,
        startedAt: started,
        endedAt: started + 60_000 + (index % 50) * 1000,
        datasetName: sets[index % 3] as string,
        modelName: index % 2 ? 'cnn-image-classifier' : 'wide',
        colour: index % 8,
        note: index % 10 === 0 ? `looked at on day ${index}` : '',
        settings: { ...settings, optimizer: optimizers[index % 3] ?? 'adam', epochs, seed: index },
      }),
    )
    writePoints(db, id, {
      epochs: Array.from({ length: epochs }, (_, at) => ({
        epoch: at + 1,
        seconds: 1,
        metrics: curve(index, at / epochs),
      })),
      steps: Array.from({ length: 100 }, (_, at) => ({
        step: (at + 1) * epochs,
        epoch: Math.ceil(((at + 1) / 100) * epochs),
        metrics: { loss: curve(index, at / 100).loss ?? 0 },
      })),
    })
  }
  db.close()
}

/** A curve that falls and ends a little apart for every run. */
function curve(run: number, share: number): Record<string, number> {
  const loss = 2 * Math.exp(-4 * share) + 0.2 + (run % 97) / 400
  return { loss, accuracy: 1 - loss / 3, val_loss: loss * 1.1 + share * 0.1, val_accuracy: 1 - loss / 2.8 }
}
