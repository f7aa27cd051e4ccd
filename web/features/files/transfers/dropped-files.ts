// What was dropped on the page: files, and folders with all that is in them.

export interface Dropped {
  readonly files: readonly { readonly path: string; readonly file: File }[]
  /** Folders with nothing in them, which no file would bring along. */
  readonly emptyFolders: readonly string[]
}

export async function droppedFiles(data: DataTransfer): Promise<Dropped> {
  // The list is emptied as soon as the event is over. What is dropped from another program may be no file of a disk.
  const dropped = Array.from(data.items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  return together(
    await Promise.all(
      dropped.map(({ entry, file }) => {
        if (entry !== null) return gather(entry, '')
        return { files: file === null ? [] : [{ path: file.name, file }], emptyFolders: [] }
      }),
    ),
  )
}

async function gather(entry: FileSystemEntry, around: string): Promise<Dropped> {
  const path = around === '' ? entry.name : `${around}/${entry.name}`
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return { files: [{ path, file }], emptyFolders: [] }
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return { files: [], emptyFolders: [] }
  const inner = await entriesIn(entry)
  if (inner.length === 0) return { files: [], emptyFolders: [path] }
  return together(await Promise.all(inner.map((each) => gather(each, path))))
}

/** A reader gives some at a time, and nothing at the end. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const found: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    found.push(...some)
  }
}

function together(parts: readonly Dropped[]): Dropped {
  return {
    files: parts.flatMap(({ files }) => files),
    emptyFolders: parts.flatMap(({ emptyFolders }) => emptyFolders),
  }
}
