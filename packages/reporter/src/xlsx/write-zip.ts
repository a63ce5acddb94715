import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32, createDeflateRaw, type DeflateRaw } from "node:zlib";
import { SameseedError, withPath } from "@sameseed/core";
import { makeFolder } from "../files/make-folder.ts";

export interface ZipEntry {
  readonly name: string;
  /** Its text, piece by piece. Called when its turn has come. */
  readonly text: () => AsyncIterable<string> | Iterable<string>;
}

interface WrittenEntry {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly size: number;
  readonly compressed: number;
}

/** Sizes and offsets are 32-bit numbers; the longer form of the format is not read by every spreadsheet. */
const MOST_BYTES = 0xffff_ffff;
/** Sizes follow the data; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
const VERSION = 20;
/** Midnight of 1980-01-01, the format's first moment: equal content is equal bytes. */
const TIME = 0x0021_0000;

/**
 * Writes a ZIP archive of text entries (PKWARE APPNOTE 6.3.10), each compressed on arrival; the file appears
 * when it is complete. Two buffers take turns for all the text: a buffer for each piece would pile up 70 MB
 * of garbage outside the heap.
 */
export async function writeZip(path: string, entries: readonly ZipEntry[]): Promise<void> {
  await makeFolder(dirname(path));
  const part = `${path}.part`;
  const output = new Output(await open(part, "w"));
  try {
    const written: WrittenEntry[] = [];
    for (const entry of entries) written.push(await writeEntry(output, entry));
    const start = output.length;
    for (const entry of written) await output.write(Buffer.concat([directoryRecord(entry), entry.name]));
    const size = output.length - start;
    await output.write(endRecord(written.length, size, start));
  } catch (error) {
    await output.close();
    await rm(part, { force: true });
    throw withPath(error, path);
  }
  await output.end();
  await rename(part, path);
}

class Output {
  readonly #file: FileHandle;
  length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async write(bytes: Buffer): Promise<void> {
    this.length += bytes.length;
    if (this.length > MOST_BYTES) throw tooLarge();
    await this.#file.appendFile(bytes);
  }

  /** Closes the file once its contents are on disk. */
  end(): Promise<void> {
    return this.#file.datasync().finally(() => this.close());
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function writeEntry(output: Output, { name: fileName, text }: ZipEntry): Promise<WrittenEntry> {
  const name = Buffer.from(fileName);
  const offset = output.length;
  await output.write(Buffer.concat([localHeader(name), name]));
  const start = output.length;
  const deflate = createDeflateRaw({ chunkSize: 1 << 16 });
  const compressing = compressedInto(output, deflate);
  const { crc, size } = await feed(deflate, text()).catch(async (error: unknown) => {
    deflate.destroy();
    await compressing.catch(() => {}); // the first error is the one that explains the failure
    throw error;
  });
  await compressing;
  const compressed = output.length - start;
  await output.write(dataDescriptor({ crc, size, compressed }));
  return { name, offset, crc, size, compressed };
}

async function compressedInto(output: Output, deflate: DeflateRaw): Promise<void> {
  for await (const piece of deflate) await output.write(piece as Buffer);
}

async function feed(
  deflate: DeflateRaw,
  text: AsyncIterable<string> | Iterable<string>,
): Promise<{ crc: number; size: number }> {
  const buffers = [Buffer.alloc(1 << 18), Buffer.alloc(1 << 18)];
  let [turn, crc, size] = [0, 0, 0];
  let pending: Promise<void> = Promise.resolve();
  for await (const piece of text) {
    if (piece.length * 3 > buffers[turn]!.length) buffers[turn] = Buffer.alloc(piece.length * 3);
    const bytes = buffers[turn]!.subarray(0, buffers[turn]!.write(piece));
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (size > MOST_BYTES) throw tooLarge();
    await pending; // the other buffer is free again
    pending = new Promise((resolve, reject) => deflate.write(bytes, (error) => (error ? reject(error) : resolve())));
    turn = 1 - turn;
  }
  await pending;
  deflate.end();
  return { crc, size };
}

type Sizes = Pick<WrittenEntry, "crc" | "size" | "compressed">;

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt32LE(TIME, 10);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function dataDescriptor({ crc, size, compressed }: Sizes): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(compressed, 8);
  descriptor.writeUInt32LE(size, 12);
  return descriptor;
}

function directoryRecord({ name, offset, crc, size, compressed }: WrittenEntry): Buffer {
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(VERSION, 4);
  record.writeUInt16LE(VERSION, 6);
  record.writeUInt16LE(FLAGS, 8);
  record.writeUInt16LE(DEFLATE, 10);
  record.writeUInt32LE(TIME, 12);
  record.writeUInt32LE(crc, 16);
  record.writeUInt32LE(compressed, 20);
  record.writeUInt32LE(size, 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt32LE(offset, 42);
  return record;
}

function endRecord(entries: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

function tooLarge(): SameseedError {
  return new SameseedError("BAD_RUN", "The run is too large for a spreadsheet: its file would have more than 4 GB.", {
    hint: "Export it as csv or parquet.",
  });
}
