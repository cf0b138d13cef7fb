import { expect, test } from 'vitest'
import {
  columnsInOrder,
  gridOf,
  toggleColumn,
  useColumnChoice,
} from '../../../../renderer/runs/table/column-choice.ts'

test('metrics stand among the other columns, and every column is offered once', () => {
  const columns = columnsInOrder(['val_loss', 'val_mae'])
  expect(columns.indexOf('val_mae')).toBeGreaterThan(columns.indexOf('epochs'))
  expect(columns.indexOf('val_mae')).toBeLessThan(columns.indexOf('created'))
  expect(new Set(columns).size).toBe(columns.length)
})

test('a column that is there goes, and one that is not comes', () => {
  toggleColumn('val_loss')
  toggleColumn('optimizer')
  expect(useColumnChoice.getState().columns).not.toContain('val_loss')
  expect(useColumnChoice.getState().columns).toContain('optimizer')
})

test('the grid of a row has one track a column beside the checkbox and the colour, each wide enough for its name', () => {
  const { tracks, least } = gridOf(['name', 'status', 'val_accuracy'])
  expect(tracks).toBe('36px 20px minmax(140px, 2fr) minmax(104px, 0.8fr) 100px')
  expect(least).toBe(36 + 20 + 140 + 104 + 100)
})
