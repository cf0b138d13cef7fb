import type { UploadFile } from '../connection/connection.ts'

/** Files and folders of a drop, folders walked. The entries must be taken while the event is being handled. */
export function takeDropped(data: DataTransfer): Promise<UploadFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return Promise.resolve([...data.files].map((file) => ({ path: file.name, file })))
  return Promise.all(entries.map((entry) => walk(entry, ''))).then((found) => found.flat())
}

async function walk(entry: FileSystemEntry, above: string): Promise<UploadFile[]> {
  const path = above + entry.name
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: UploadFile[] = []
  for (;;) {
    // A folder is read a hundred entries at a time; an empty answer is its end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return found
    for (const child of some) found.push(...(await walk(child, `${path}/`)))
  }
}
