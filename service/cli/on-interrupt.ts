/** Calls `interrupted` at every Ctrl-C (and SIGTERM) while the work goes on; they do not end the program meanwhile. */
export async function onInterrupt<T>(interrupted: () => void, work: () => Promise<T>): Promise<T> {
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted)
  try {
    return await work()
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
  }
}
