import sharp from 'sharp'

// A picture is decoded by one thread, and many at once: libvips' own threads are for pictures far larger than a model reads.
sharp.concurrency(1)
// Each file is read once.
sharp.cache(false)

/**
 * How many pictures are decoded at once. sharp works on the threads of libuv, which the starting process asks for: as many as
 * there are cores and two more, for those that wait for the disk.
 */
export const decodeLanes = Number(process.env.UV_THREADPOOL_SIZE) || 4
