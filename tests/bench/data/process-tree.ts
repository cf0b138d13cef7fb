import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all below it have used. */
export interface Used {
  /** Seconds of processor time. */
  processor: number
  /** Bytes: the sum of the most that each has had resident. */
  peak: number
}

/** Clock ticks a second that the kernel counts processor time in (USER_HZ of Linux on every architecture). */
const ticks = 100

/** Reads it from /proc: a benchmark of Linux. */
export function usedBy(pid: number): Used {
  const below = new Map<number, number[]>()
  const stats = new Map<number, string[]>()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const stat = read(`/proc/${name}/stat`)
    // The name of the program stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    stats.set(Number(name), fields)
    const parent = Number(fields[1])
    below.set(parent, [...(below.get(parent) ?? []), Number(name)])
  }
  const used = { processor: 0, peak: 0 }
  const add = (one: number) => {
    // utime, stime and those of children that have ended.
    for (const field of (stats.get(one) ?? []).slice(11, 15)) used.processor += Number(field) / ticks
    used.peak += Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${one}/status`))?.[1] ?? 0) * 1024
    for (const child of below.get(one) ?? []) add(child)
  }
  add(pid)
  return used
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // ended meanwhile
  }
}
