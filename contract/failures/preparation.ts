/** What can be wrong with a split or a recipe of preprocessing. */
export const preparationFailures = {
  'split.no-column': {
    message: '"{{name}}" has no column "{{column}}" to split by.',
    hint: 'The columns are: {{columns}}.',
  },
  'split.no-files': {
    message: 'The items of "{{name}}" are not files of their own, so no folder or file name groups them.',
    hint: 'Group a table by one of its columns.',
  },
  'split.pattern': {
    message: '{{pattern}} is not a regular expression: {{detail}}',
    hint: 'Put what names the group into brackets, such as (patient\\d+).',
  },
  'split.few-groups': {
    message: 'The items of "{{name}}" belong to {{groups}} groups, and the split needs at least {{needed}}.',
    hint: 'Group by something else, or ask for fewer folds.',
  },
  'split.few-items': {
    message: '"{{name}}" has {{items}} items, fewer than the {{folds}} folds.',
    hint: 'Ask for fewer folds.',
  },
  'split.no-times': {
    message: 'No cell of "{{column}}" is a date or a number, so nothing says what came later.',
    hint: 'Split by a column of dates, such as 2024-05-31, or of numbers that grow with time.',
  },
  'prepare.whitening-size': {
    message:
      'Pictures of {{height}} x {{width}} x {{channels}} have {{values}} values, and whitening them takes a matrix of {{values}} x {{values}} ({{megabytes}} MB).',
    hint: 'Choose a size with at most {{most}} values, such as 32 x 32 in colour or 55 x 55 in grey, or standardise the channels instead.',
  },
  'prepare.no-column': {
    message: '"{{name}}" has no column "{{column}}", which the recipe prepares.',
    hint: 'The columns are: {{columns}}.',
  },
  'prepare.step-misfit': {
    message: '{{column}} holds {{type}}, which cannot be prepared as {{step}}.',
    hint: 'Choose one of: {{fitting}}.',
  },
  'prepare.log-negative': {
    message: '{{column}} has values down to {{least}}, and log(1 + x) is defined above -1 only.',
    hint: 'Clip the column at a bound above -1, or leave the logarithm out.',
  },
  'prepare.bounds': {
    message: 'The bounds of {{column}} leave nothing between them: {{low}} to {{high}}.',
    hint: 'Give a lower bound that is less than the upper one.',
  },
  'prepare.classes': {
    message: 'The order of the labels must name each of them once: {{classes}}.',
    hint: 'Leave the order out to have them sorted.',
  },
  'prepare.text-input': {
    message: 'Texts as {{mode}} become {{width}} numbers, and the model reads {{found}}.',
    hint: 'Give the model an Input of [{{width}}], or have the texts as word numbers (int).',
  },
  'prepare.crop': {
    message:
      'Pictures of {{height}} x {{width}} cannot be cut out of ones of {{fromHeight}} x {{fromWidth}}.',
    hint: 'Resize to at least the size of the Input before cropping.',
  },
} as const
