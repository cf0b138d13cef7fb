import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Page } from 'playwright'

/** Drops a file of text on the window, as a file manager would. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const data = await page.evaluateHandle(
    ({ name, text }) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], name, { type: 'text/csv' }))
      return transfer
    },
    { name: basename(path), text: readFileSync(path, 'utf8') },
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}

/** Chooses a folder in the browser's dialog: a page cannot be given one to drop. */
export const chooseFolder = (page: Page, path: string): Promise<void> =>
  page.locator('input[webkitdirectory]').setInputFiles(path)
