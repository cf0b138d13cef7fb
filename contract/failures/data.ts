export const dataFailures = {
  'data.nothing-recognised': {
    message: 'Nothing Lathe can train on was found in {{names}}.',
    hint: 'Drop a folder with one folder of pictures or texts a class, IDX files (MNIST style), a table (CSV, TSV, Parquet, JSON lines), or a ZIP or TAR of these.',
  },
  'data.nothing-usable': {
    message: 'Nothing in {{names}} can be used: {{reason}}',
    hint: 'Repair the file named here, or choose others.',
  },
  'data.not-json': {
    message: '{{path}} cannot be read as JSON: {{detail}}',
    hint: 'Mend it there, or give another file.',
  },
  'data.path-missing': {
    message: '{{path}} does not exist.',
    hint: 'Check the spelling, or whether the drive is connected.',
  },
  'data.path-unreadable': {
    message: '{{path}} cannot be read: {{detail}}',
    hint: 'Check the permissions of the file.',
  },
  'data.file-changed': {
    message:
      'Files of "{{name}}" are not as they were imported: {{changed}} changed, {{missing}} missing. The first is {{path}}.',
    hint: 'Open Files on the page of the data set (or `lathe data check`): scan it again, leave them out, or say where they are now.',
  },
  'data.single-class': {
    message: 'Every item of "{{name}}" has the same label ({{class}}): there is nothing to tell apart.',
    hint: 'Add items of another class, or choose another target column.',
  },
  'data.no-features': {
    message: 'No column of "{{name}}" can be used as an input.',
    hint: 'Give at least one number, yes/no or category column the role of a feature.',
  },
  'data.no-target': {
    message: 'There is no column named "{{column}}".',
    hint: 'The columns are: {{columns}}.',
  },
  'data.weight-not-number': {
    message: 'Column "{{column}}" cannot say how much a row counts: it holds {{type}}, not numbers.',
    hint: 'Give a column of numbers, 0 or more, the role of a weight.',
  },
  'data.weight-unusable': {
    message: '{{count}} rows have no weight in column "{{column}}", or one below 0.',
    hint: 'Fill it in, or leave these rows out; 0 makes a row count nothing.',
  },
  'data.no-room': {
    message: 'Preparing "{{name}}" takes {{needed}} of disk, and the disk of {{home}} has {{free}} left.',
    hint: 'Free some room, or let the model read smaller pictures.',
  },
  'data.no-training-items': {
    message: '"{{name}}" has no items to train on.',
    hint: 'Hold out less for validation, or import a set with a training part.',
  },
  'data.targets-mixed': {
    message: 'Several columns are to be predicted, and {{column}} is not one of numbers ({{type}}).',
    hint: 'Predict numbers alone, columns of 0 and 1 alone, or one column.',
  },
  'data.no-series': {
    message:
      '"{{name}}" is no time series by {{date}}: there must be at least 10 rows, and each later than the one before.',
    hint: 'Choose the column that says when each row was, or sort the file by it and scan it again.',
  },
  'data.series-target': {
    message: '{{column}} cannot be forecast as part of a time series: it holds {{type}}, not numbers.',
    hint: 'Choose columns of numbers.',
  },
  'data.column-missing': {
    message: '{{file}} has no column "{{column}}", which the model was trained with.',
    hint: 'Give the table the same columns as the training data.',
  },
  'data.class-unknown': {
    message: 'The model was not trained on the class "{{class}}".',
    hint: 'Use data with these classes: {{classes}}.',
  },
  'data.wants-pictures': {
    message: 'The model was trained on pictures, and {{names}} holds none.',
    hint: 'Give it pictures, a folder of them, or an IDX file.',
  },
  'data.wants-text': {
    message: 'The model was trained on text files, and {{names}} holds none.',
    hint: 'Give it a .txt file or a folder of them.',
  },
  'data.series-short': {
    message: '"{{name}}" has no {{rows}} rows that follow one another without a gap.',
    hint: 'Give it more rows, or look back on fewer steps and tell fewer ahead.',
  },
  'data.text-model': {
    message:
      '"{{name}}" is text, and the model has no Embedding layer behind an Input of one size to read it with.',
    hint: 'Choose a model for text, such as lstm-sequence-classifier.',
  },
  'data.wants-table': {
    message: 'The model was trained on a table, and {{names}} holds none.',
    hint: 'Give it a table with these columns: {{columns}}.',
  },
  'data.no-pipeline': {
    message: 'The run in {{folder}} does not say how its data was prepared.',
    hint: 'Train it again.',
  },
  'data.other-kind': {
    message: 'What lies in the paths of "{{name}}" is data of another kind now.',
    hint: 'Import it as a data set of its own.',
  },
  'data.cannot-leave-out': {
    message: 'The files of "{{name}}" hold many items each and cannot be left out one by one.',
    hint: 'Scan it again, or say where the files are now.',
  },
  'data.not-found-there': {
    message: 'None of the files of "{{name}}" was found in {{place}}.',
    hint: 'Choose the folder that was imported, where it is now, or one above it.',
  },
  'data.folder-in-use': {
    message: '{{folder}} exists already and is not empty.',
    hint: 'Choose another name.',
  },
  'data.no-space': {
    message: 'There is no room in {{folder}}: {{needed}} are needed, {{free}} are free.',
    hint: 'Free some room, or choose another drive.',
  },
  'data.gathered-damaged': {
    message: '{{folder}} was gathered by Lathe, and is not what it was: {{detail}}',
    hint: 'Copy the folder once more, or remove its lathe-dataset.json to import the files as they are.',
  },
  'dataset.unknown': {
    message: 'There is no data set "{{name}}".',
    hint: '`lathe datasets` lists what there is.',
  },
  'dataset.no-version': {
    message: '"{{name}}" has no version {{version}}.',
    hint: '`lathe data versions` lists those it has.',
  },
  'dataset.name-taken': {
    message: 'A data set named "{{name}}" exists already.',
    hint: 'Choose another name.',
  },
} as const
