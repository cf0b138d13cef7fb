import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../../contract/failure.ts'
import { Pipeline } from './pipeline.ts'

/** How a run's data was prepared, as kept in its folder. @throws Fault `data.no-pipeline` */
export async function readPipeline(runFolder: string): Promise<Pipeline> {
  try {
    return Pipeline.parse(JSON.parse(await readFile(join(runFolder, 'pipeline.json'), 'utf8')))
  } catch (error) {
    throw new Fault('data.no-pipeline', { folder: runFolder }, error)
  }
}
