export const appFailures = {
  unexpected: {
    message: 'Something went wrong inside Lathe: {{detail}}',
    hint: 'Nothing you made was lost. Try again; if it happens twice, copy the details and report it.',
  },
  gone: {
    message: 'The part of Lathe that was answering has stopped.',
    hint: 'It is being started again. Try once more in a moment.',
  },
  'bad-input': {
    message: 'The request was not understood: {{detail}}',
    hint: 'Check the value named here.',
  },
  'unknown-call': {
    message: 'There is no call named "{{name}}".',
    hint: 'Window and service are of different versions; restart Lathe.',
  },
  cancelled: { message: 'Cancelled.' },
  'home-held': {
    message: 'The folder {{home}} is in use by another Lathe ({{holder}}, process {{pid}}).',
    hint: 'Close that one first, or choose another folder with --home.',
  },
  'home-unwritable': {
    message: 'Lathe cannot write to its folder {{home}}: {{detail}}',
    hint: 'Give yourself write access to it, or choose another folder with --home.',
  },
  'database-newer': {
    message: 'The run database was written by a newer Lathe (format {{found}}; this one knows {{known}}).',
    hint: 'Update Lathe. The database was left as it is.',
  },
  'disk-full': {
    message: 'The disk is full: {{detail}}',
    hint: 'Free some room and try again. What was written so far is kept.',
  },
  'web-screens-missing': {
    message: 'The screens are not built: there is no index.html in {{folder}}.',
    hint: 'Run the build first.',
  },
  'web-port-taken': {
    message: 'Port {{port}} is taken by another program.',
    hint: 'Choose another with --port, or leave it out for any free one.',
  },
} as const
