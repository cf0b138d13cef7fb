export const modelFailures = {
  'model.unknown': {
    message: 'There is no model "{{name}}".',
    hint: 'Give a template name, a .lathe.json document or a Keras .json/.keras file.',
  },
  'model.unreadable': {
    message: '{{file}} is not a model Lathe can read: {{detail}}',
    hint: 'Save it from Keras with model.to_json() or model.save("model.keras").',
  },
} as const
