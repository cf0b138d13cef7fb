/** Works on the items in order, `width` at a time. After a fault no further item is begun; it is thrown when those under way are done. */
export async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
) {
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const index = next++
      try {
        await work(items[index] as T, index)
      } catch (thrown) {
        next = items.length
        throw thrown
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: width }, lane))
  const failed = ended.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}
