/** Places 0 to `count` - 1, joined into groups (union-find with path halving; Tarjan and van Leeuwen 1984). */
export function joined(count: number) {
  const above = Int32Array.from({ length: count }, (_, at) => at)
  const of = (place: number) => {
    let at = place
    while (above[at] !== at) {
      above[at] = above[above[at] as number] as number
      at = above[at] as number
    }
    return at
  }
  return {
    of,
    join(a: number, b: number) {
      const [first, second] = [of(a), of(b)]
      // The smaller place names the group, so that groups come in the order of the items.
      above[Math.max(first, second)] = Math.min(first, second)
    },
    /** Groups of two and more, each ascending. */
    groups(): number[][] {
      const all = new Map<number, number[]>()
      for (let at = 0; at < count; at++) {
        const own = of(at)
        const group = all.get(own)
        if (group) group.push(at)
        else all.set(own, [at])
      }
      return [...all.values()].filter(({ length }) => length > 1)
    },
  }
}
