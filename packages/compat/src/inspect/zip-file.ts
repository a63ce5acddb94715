import { promisify } from "node:util";
import { buffer } from "node:stream/consumers";
import { zstdDecompress } from "node:zlib";
import { type Entry, open, type ZipFile as YauzlFile, type ZipFileOptions } from "yauzl";
import type { Readable } from "node:stream";

/** The files of an archive, each read on request, so that a log may be larger than memory. */
export interface ZipFile {
  readonly names: readonly string[];
  /** Errors where the archive does not match its table. */
  readonly read: (name: string) => Promise<Buffer>;
  readonly close: () => void;
}

/** The number of Zstandard in the table of an archive, which newer versions of Inspect write. */
const ZSTANDARD = 93;

/** Opens an archive and reads its table. Errors: yauzl's, for a file that is not a complete archive. */
export async function openZip(path: string): Promise<ZipFile> {
  const file = await new Promise<YauzlFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error === null ? resolve(opened) : reject(error),
    );
  });
  const entries = new Map((await entriesOf(file)).map((entry) => [entry.fileName, entry]));
  const stream = promisify<Entry, ZipFileOptions, Readable>(file.openReadStream.bind(file));
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new Error(`there is no ${name} in it`);
      if (entry.compressionMethod !== ZSTANDARD) return buffer(await stream(entry, {}));
      return promisify(zstdDecompress)(await buffer(await stream(entry, { decodeFileData: false })));
    },
    close: () => file.close(),
  };
}

async function entriesOf(file: YauzlFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    file.on("entry", (entry: Entry) => {
      entries.push(entry);
      file.readEntry();
    });
    file.on("end", () => resolve(entries));
    file.on("error", reject);
    file.readEntry();
  });
}
