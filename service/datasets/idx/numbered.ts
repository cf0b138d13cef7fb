/** Names of so many columns or values: `y`, or `y_1`, `y_2` ... */
export const numbered = (name: string, count: number): string[] =>
  count === 1 ? [name] : Array.from({ length: count }, (_, at) => `${name}_${at + 1}`)
