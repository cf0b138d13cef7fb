/** What a text's {{places}} are filled with. */
export type Values = Record<string, string | number>

/** A text with its {{places}} filled in; a value that is missing leaves nothing. */
export function fillIn(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}
