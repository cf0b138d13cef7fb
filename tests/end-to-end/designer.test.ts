import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScreens, type Screens } from './open-screens.ts'

const references = fileURLToPath(new URL('../reference/models', import.meta.url))
const patience = 120_000

let screens: Screens
beforeAll(async () => {
  screens = await openScreens()
}, patience)
afterAll(() => screens?.close(), patience)

const page = () => screens.page
const node = (name: string) => page().locator(`.react-flow__node[data-id="${name}"]`)
const nodes = () => page().locator('.react-flow__node')
const edgeLabels = () => page().locator('[data-edge]')
const paletteItem = (kind: string) =>
  page().getByRole('region', { name: 'Layers', exact: true }).getByRole('button', { name: kind, exact: true })
const saved = () => page().getByText('Saved', { exact: true }).waitFor()
const openModels = () => page().getByRole('link', { name: 'Models', exact: true }).click()

/** The middle of what is on the screen. */
async function middle(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Presses on one handle, moves, and lets go on another. */
async function dragHandle(from: string, to: string): Promise<void> {
  const start = await middle(node(from).locator('.react-flow__handle.source'))
  const end = await middle(node(to).locator('.react-flow__handle.target'))
  await page().mouse.move(start.x, start.y)
  await page().mouse.down()
  await page().mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
  await page().mouse.move(end.x, end.y, { steps: 4 })
  await page().mouse.up()
}

/** What a download holds. */
async function exported(form: RegExp): Promise<{ name: string; path: string; text: string }> {
  await page().getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page().waitForEvent('download'),
    page().getByRole('menuitem', { name: form }).click(),
  ])
  const text = readFileSync(await download.path(), 'utf8')
  const path = join(screens.home, download.suggestedFilename())
  writeFileSync(path, text)
  return { name: download.suggestedFilename(), path, text }
}

test(
  'a layer dragged from the palette and connected by its handles shows the shape that flows',
  async () => {
    await openModels()
    await page().getByText('Draw a model').waitFor()
    await screens.look('models-empty')
    await page().getByRole('button', { name: 'Empty model' }).click()
    await node('input').waitFor()
    const input = await middle(node('input'))
    await paletteItem('Conv2D').dragTo(page().locator('.react-flow__pane'), {
      targetPosition: { x: 460, y: 600 },
    })
    await node('conv2d').waitFor()
    expect((await middle(node('conv2d'))).y).toBeGreaterThan(input.y)
    await page().getByText('Layer "conv2d" has no input.').waitFor()
    await dragHandle('input', 'conv2d')
    await edgeLabels().getByText('(?, 28, 28, 1)').waitFor()
    await node('conv2d').getByText('(?, 26, 26, 32)').waitFor()
    expect(await page().getByRole('alert').count()).toBe(0)
    await saved()
  },
  patience,
)

test(
  'a connection that does not fit names both layers and the shape at the edge, and its fix mends it',
  async () => {
    await page().keyboard.press('/')
    await page().keyboard.type('lstm')
    await page().keyboard.press('Enter')
    await node('lstm').waitFor()
    const fault = page().locator('[data-edge][role="alert"]')
    await fault.waitFor()
    expect(await fault.textContent()).toContain(
      'Layer "lstm" takes tensors of 3 sizes (batch included), and "conv2d" gives (?, 26, 26, 32).',
    )
    await page().getByRole('button', { name: '1 problem' }).waitFor()
    await screens.look('models-fault')
    // The card of the fault is where it can be pressed, however narrow the drawing is.
    const frame = await page().locator('.react-flow').boundingBox()
    const card = await fault.boundingBox()
    expect(card?.x).toBeGreaterThanOrEqual(frame?.x ?? 0)
    expect((card?.x ?? 0) + (card?.width ?? 0)).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0))
    await fault.getByRole('button', { name: 'Insert Reshape' }).click()
    await node('reshape').getByText('(?, 26, 832)').waitFor()
    await node('lstm').getByText('(?, 64)').waitFor()
    expect(await page().getByRole('alert').count()).toBe(0)
  },
  patience,
)

test(
  'undo and redo go through every step, and what was drawn is there after a reload',
  async () => {
    expect(await nodes().count()).toBe(4)
    await page()
      .locator('.react-flow__pane')
      .click({ position: { x: 20, y: 20 } })
    await page().keyboard.press('Control+z')
    await node('reshape').waitFor({ state: 'detached' })
    await page().keyboard.press('Control+z')
    await node('lstm').waitFor({ state: 'detached' })
    await page().keyboard.press('Control+Shift+z')
    await page().keyboard.press('Control+y')
    await node('reshape').waitFor()
    await page().getByLabel('Name', { exact: true }).fill('Reader of rows')
    await saved()
    await page().reload()
    await node('reshape').waitFor()
    expect(await page().getByLabel('Name', { exact: true }).inputValue()).toBe('Reader of rows')
    expect(await nodes().count()).toBe(4)
  },
  patience,
)

test(
  'a setting that is typed changes the shapes, and the Keras code beside the drawing follows',
  async () => {
    await node('lstm').click()
    await page().getByLabel('units').fill('20')
    await node('lstm').getByText('(?, 20)').waitFor()
    await page().getByLabel('name', { exact: true }).fill('reader')
    await page().keyboard.press('Enter')
    await node('reader').waitFor()
    await page().getByText('Keras code').click()
    const code = page().getByRole('region', { name: 'Keras code' })
    await code.getByText('keras.layers.LSTM(units=20, name="reader")(reshape)').waitFor()
    await code.getByRole('button', { name: 'Copy' }).click()
    await code.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page().evaluate(() => navigator.clipboard.readText())).toContain('import keras')
    await page().getByText('Layer', { exact: true }).click()
  },
  patience,
)

test(
  'by keyboard alone layers are copied, pasted, duplicated, all selected, arranged and deleted',
  async () => {
    await node('reader').focus()
    await page().keyboard.press('Enter')
    await page().keyboard.press('Control+c')
    await page().keyboard.press('Control+v')
    await node('reader_1').waitFor()
    await page().keyboard.press('Control+d')
    await node('reader_2').waitFor()
    await page().keyboard.press('Control+a')
    await page().getByText('6 layers selected').waitFor()
    await page().keyboard.press('l')
    await page().keyboard.press('Control+z')
    await page().keyboard.press('Control+z')
    await node('reader_2').waitFor({ state: 'detached' })
    await page().keyboard.press('Escape')
    await page().getByText('Select a layer to see its settings.').waitFor()
    await node('reader_1').focus()
    await page().keyboard.press('Enter')
    await page().locator('.react-flow__node.selected[data-id="reader_1"]').waitFor()
    await page().keyboard.press('Delete')
    await node('reader_1').waitFor({ state: 'detached' })
    expect(await nodes().count()).toBe(4)
    const side = page().getByRole('region', { name: 'Settings of the layer' })
    const settings = page().getByRole('separator', { name: 'Settings of the layer' })
    const before = (await side.boundingBox())?.width ?? 0
    await settings.focus()
    await page().keyboard.press('ArrowLeft')
    await expect.poll(async () => (await side.boundingBox())?.width ?? 0).toBeGreaterThan(before)
    await page().locator('.react-flow__pane').focus()
    await page().keyboard.press(']')
    await side.waitFor({ state: 'detached' })
    await page().keyboard.press(']')
    await expect.poll(async () => (await side.boundingBox())?.width ?? 0).toBeGreaterThan(before)
    await page().keyboard.press('?')
    await page().getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page().keyboard.press('Escape')
    await saved()
  },
  patience,
)

test(
  'what is exported and opened again is the same document',
  async () => {
    const first = await exported(/Lathe document/)
    expect(first.name).toBe('Reader of rows.lathe.json')
    await openModels()
    await page().locator('input[type=file]').setInputFiles(first.path)
    await node('reader').waitFor()
    const second = await exported(/Lathe document/)
    expect(JSON.parse(second.text)).toEqual(JSON.parse(first.text))
    const keras = await exported(/Keras config/)
    expect(JSON.parse(keras.text)).toEqual(JSON.parse(first.text).keras)
    expect((await exported(/Python/)).text).toContain('model = keras.Model(')
  },
  patience,
)

test.each(['shared.json', 'keras2-shared.json', 'shared.keras'])(
  '%s opens with both calls of its shared layers, and keeps them when a layer is moved',
  async (file) => {
    await openModels()
    await page().locator('input[type=file]').setInputFiles(join(references, file))
    await node('look').getByText('called 2 times').waitFor()
    expect(await nodes().count()).toBe(11)
    expect(await page().getByRole('alert').count()).toBe(0)
    const at = await middle(node('look'))
    await page().mouse.move(at.x, at.y)
    await page().mouse.down()
    await page().mouse.move(at.x + 60, at.y, { steps: 3 })
    await page().mouse.up()
    await saved()
    const { text } = await exported(/Keras config/)
    const layers: { name: string; inbound_nodes: unknown[] }[] = JSON.parse(text).config.layers
    expect(layers.find(({ name }) => name === 'look')?.inbound_nodes).toHaveLength(2)
  },
  patience,
)

test(
  'a file that is no model says why, and a model is renamed, duplicated and deleted from the list',
  async () => {
    await openModels()
    await page().locator('input[type=file]').setInputFiles(join(references, 'nested.json'))
    await page().getByRole('alert').getByText('Layer "base" is a whole Sequential model').first().waitFor()
    await page().getByRole('button', { name: 'Duplicate Reader of rows' }).first().click()
    const copy = page().getByRole('row').filter({ hasText: 'Reader of rows (copy)' })
    await copy.waitFor()
    await copy.getByRole('button', { name: 'Rename' }).click()
    await page().getByRole('textbox', { name: 'Rename' }).fill('Second reader')
    await page().keyboard.press('Enter')
    const renamed = page().getByRole('row').filter({ hasText: 'Second reader' })
    await renamed.waitFor()
    await renamed.getByRole('button', { name: 'Delete Second reader' }).click()
    await page().getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await renamed.waitFor({ state: 'detached' })
    await page().getByText('Layer "base" is a whole').waitFor({ state: 'detached' })
    await screens.look('models-list')
  },
  patience,
)

test(
  'the CNN template is one click away, and is handed over to training',
  async () => {
    await page().getByRole('button', { name: 'New model' }).click()
    await page().getByRole('menuitem', { name: 'Image classifier (CNN)' }).click()
    await node('output').getByText('(?, 10)').waitFor()
    await page().getByText('121,930 parameters').waitFor()
    await node('conv2d_1').click()
    await screens.look('models')
    await page().getByRole('button', { name: 'Train', exact: true }).click()
    await page().waitForURL(/train\?model=/)
  },
  patience,
)

test('nothing that the page did was an error or against its own policy', () => {
  expect(screens.complaints).toEqual([])
})

test('everybody can read and reach what the designer shows', () => {
  expect(screens.faults).toEqual([])
})
