import { type CSSVariablesResolver, createTheme } from '@mantine/core'

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
  respectReducedMotion: true,
  // Nothing takes longer than 120 ms.
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 120 } } },
    Popover: { defaultProps: { transitionProps: { duration: 100 } } },
    // Its first entry has the focus: a placeholder that would have it is no entry of a menu.
    Menu: { defaultProps: { transitionProps: { duration: 100 }, withInitialFocusPlaceholder: false } },
    Combobox: { defaultProps: { transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 100 } } },
    Collapse: { defaultProps: { transitionDuration: 120 } },
    Progress: { defaultProps: { transitionDuration: 0 } },
    SegmentedControl: { defaultProps: { transitionDuration: 100 } },
  },
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

/** Dark is designed, not inverted: quiet hairlines, and what means something is a tint of the ground, not a flood. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  // Mantine's own amber on amber is too pale to be read by everybody.
  light: {
    '--mantine-color-yellow-light-color': '#6b4400',
    '--mantine-color-red-light-color': '#a51d1d',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-red-text': '#c92a2a',
  },
  dark: {
    '--mantine-color-default-border': '#383c43',
    // Small red words on dark must be read too.
    '--mantine-color-error': '#ff9c9c',
    '--mantine-color-red-text': '#ff9c9c',
    '--mantine-color-red-light': 'rgba(255, 107, 107, 0.12)',
    '--mantine-color-red-light-color': '#ffa8a8',
    '--mantine-color-yellow-light': 'rgba(252, 196, 25, 0.12)',
    '--mantine-color-yellow-light-color': '#ffe066',
    '--mantine-color-indigo-light': 'rgba(116, 143, 252, 0.16)',
    '--mantine-color-indigo-light-hover': 'rgba(116, 143, 252, 0.22)',
    '--mantine-color-indigo-light-color': '#bac8ff',
    '--mantine-primary-color-light': 'rgba(116, 143, 252, 0.16)',
    '--mantine-primary-color-light-color': '#bac8ff',
  },
})
