import { parseSync } from 'vite'

/** Attributes and properties whose text a person reads or hears. */
const read = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'closeButtonLabel',
  'description',
  'error',
  'header',
  'help',
  'label',
  'message',
  'nothingFoundMessage',
  'placeholder',
  'thumbLabel',
  'title',
  'word',
])

/** Holds a letter, so that it is a word of some language and not a sign such as – or ·. */
const isWord = (text: string) => /\p{L}/u.test(text)

type Node = { type: string; start: number; [key: string]: unknown }
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Every text in a source that would be shown as it stands: between tags, or in an attribute that is read. Each as `line: text`. */
export function literalTexts(source: string, name = 'source.tsx'): string[] {
  const { program, errors } = parseSync(name, source)
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message}`)
  const found: string[] = []
  const report = (node: Node, text: string) =>
    found.push(`${source.slice(0, node.start).split('\n').length}: ${text.trim()}`)
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one)
    if (!isNode(value)) return
    if (value.type === 'JSXText' && isWord(String(value.value))) report(value, String(value.value))
    if (value.type === 'JSXAttribute' && read.has(nameOf(value.name))) shown(attributeOf(value.value), report)
    if (value.type === 'Property' && !value.computed && read.has(nameOf(value.key)))
      shown(value.value, report)
    if (value.type === 'JSXElement' || value.type === 'JSXFragment')
      for (const child of value.children as Node[])
        if (child.type === 'JSXExpressionContainer') shown(child.expression, report)
    for (const [key, child] of Object.entries(value)) if (key !== 'value' || isNode(child)) walk(child)
  }
  walk(program)
  return [...new Set(found)]
}

/** `title="x"` and `title={x}` alike. */
const attributeOf = (node: unknown) =>
  isNode(node) && node.type === 'JSXExpressionContainer' ? node.expression : node

const nameOf = (node: unknown) => (isNode(node) ? String(node.name ?? node.value) : '')

/** Looks through what only chooses between texts; a call is asked for its own text by someone else. */
function shown(node: unknown, report: (node: Node, text: string) => void): void {
  if (!isNode(node)) return
  if (node.type === 'Literal' && typeof node.value === 'string' && isWord(node.value))
    report(node, node.value)
  if (node.type === 'TemplateLiteral') {
    const text = (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw).join('…')
    if (isWord(text)) report(node, text)
  }
  if (node.type === 'ConditionalExpression') {
    shown(node.consequent, report)
    shown(node.alternate, report)
  }
  if (node.type === 'LogicalExpression') {
    shown(node.left, report)
    shown(node.right, report)
  }
}
