export const dataFailures = {
  'data.nothing-recognised': {
    message: 'Nothing Lathe can train on was found in {{names}}.',
    hint: 'Drop a folder with one folder of pictures a class, IDX files (MNIST style, .gz too), or a CSV/TSV table.',
  },
  'data.path-missing': {
    message: '{{path}} does not exist.',
    hint: 'Check the spelling, or whether the drive is connected.',
  },
  'data.path-unreadable': {
    message: '{{path}} cannot be read: {{detail}}',
    hint: 'Check the permissions of the file.',
  },
  'dataset.unknown': {
    message: 'There is no data set "{{name}}".',
    hint: '`lathe datasets` lists what there is.',
  },
  'dataset.name-taken': {
    message: 'A data set named "{{name}}" exists already.',
    hint: 'Choose another name.',
  },
} as const
