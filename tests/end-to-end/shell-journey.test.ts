import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { launchShell, type Shell } from './launch-shell.ts'

const home = mkdtempSync(join(tmpdir(), 'lathe-journey-'))
const iris = fileURLToPath(new URL('../../resources/samples/iris/iris.csv', import.meta.url))
let shell: Shell | undefined

afterAll(async () => {
  await shell?.app.close()
  rmSync(home, { recursive: true, force: true })
})

/** Drops a file of the disk: one that was chosen in a file field keeps its path when it is dropped. */
async function drop({ page }: Shell, path: string): Promise<void> {
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('input'), { type: 'file', id: 'dropped' })
    document.body.append(field)
  })
  const field = await page.$('#dropped')
  await field?.setInputFiles(path)
  await page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('#dropped')
    const transfer = new DataTransfer()
    transfer.items.add(field?.files?.[0] as File)
    document.body.dispatchEvent(
      new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }),
    )
    field?.remove()
  })
}

test('a file that is dropped on the window is trained on, and its run is there when the window is opened again', async () => {
  shell = await launchShell(home)
  await shell.shows('Drop your data here')
  await drop(shell, iris)
  await shell.press('Import')
  await shell.press('Train on this')
  // The rail has a Train of its own: the button is there once the form can be sent.
  await shell.page.waitForFunction(() =>
    [...document.querySelectorAll('button:enabled')].some((button) => button.textContent?.trim() === 'Train'),
  )
  await shell.press('Train')
  await shell.shows('Train again')
  await shell.app.close()

  shell = await launchShell(home)
  await shell.press('Runs')
  // The data set has the same name; only a run has this state.
  await shell.shows('finished')
  const row = await shell.page.evaluate(
    () =>
      [...document.querySelectorAll('tbody tr, [role=row]')].find((row) => row.textContent?.includes('iris'))
        ?.textContent,
  )
  expect(row).toContain('finished')
}, 180_000)
