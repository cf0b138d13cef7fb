import { ShapeFault } from './layer-kind.ts'

/**
 * Refuses groups that do not share channels out evenly; more groups than channels cannot. The fault says the largest number
 * up to the one that is wanted which does.
 * @param all the channels of what goes in, and of what comes out where groups make that as well
 */
export function checkGroups(groups: number, all: number[]): void {
  const divides = (count: number) => all.every((channels) => channels % count === 0)
  if (groups >= 1 && divides(groups)) return
  let best = Math.max(1, Math.min(groups, ...all))
  while (!divides(best)) best -= 1
  throw new ShapeFault('model.groups', { groups, channels: all.join(', '), best })
}
