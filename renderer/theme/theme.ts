import { createTheme } from '@mantine/core'

/** One accent on neutral greys; nothing but what floats has a shadow. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', 'Noto Sans SC Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, Consolas, Menlo, monospace',
  headings: {
    fontFamily: "'Inter Variable', 'Noto Sans SC Variable', system-ui, sans-serif",
    fontWeight: '600',
  },
  defaultRadius: 4,
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  cursorType: 'pointer',
  colors: {
    dark: [
      '#e6e7e9',
      '#b9bcc1',
      '#92969d',
      '#6f747c',
      '#454a51',
      '#33373d',
      '#272a2f',
      '#1b1d21',
      '#16181b',
      '#101114',
    ],
  },
})
