import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { SameseedError } from "@sameseed/core";
import { irregularity } from "../files/regular-file.ts";

const PIECE_BYTES = 1 << 18;

/** The bytes of an input that is not a file (standard input, a web address); `file` is then its name in messages. */
export type Content = () => Promise<Uint8Array>;

/**
 * The text of a UTF-8 file in chunks, unpacked when its name ends in `.gz`, without a byte order mark.
 * Errors: `NOT_FOUND`; `BAD_DATASET` for corrupt gzip and for bytes that are not UTF-8 (with the line).
 */
export async function* readText(file: string, content?: Content): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let linesBefore = 0;
  const decode = (chunk: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(chunk, { stream });
    } catch {
      throw notUtf8(file, linesBefore, chunk);
    }
  };
  for await (const chunk of readBytes(file, content)) {
    const text = decode(chunk, true);
    linesBefore += count(text, "\n");
    yield text;
  }
  yield decode(new Uint8Array(), false); // throws where the file ends inside a character
}

/** Maximum characters of one line or row, and of a file that is read whole: a string of V8 has at most about 2^29. */
const MOST_LINE_LENGTH = 1 << 26;
/** Of the first line of a CSV file, which names the columns. */
export const MOST_HEADER_LENGTH = 1 << 22;
const MOST_FILE_LENGTH = 1 << 28;

/** The whole text of a file. Errors: as `readText`, and `BAD_DATASET` for a file that does not fit into memory. */
export async function wholeText(file: string, content?: Content): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of readText(file, content)) {
    length += piece.length;
    if (length > MOST_FILE_LENGTH)
      throw new SameseedError("BAD_DATASET", `${file} has more than ${MOST_FILE_LENGTH >> 20} million characters.`, {
        hint: "It would be read whole. Write it as JSONL or CSV, which are read row by row.",
      });
    pieces.push(piece);
  }
  return pieces.join("");
}

/** Refuses a line, or a row in quotes, that would fill the memory. `place` is where it begins. */
export function refuseLongLine(length: number, place: string, most = MOST_LINE_LENGTH): void {
  if (length <= most) return;
  throw new SameseedError("BAD_DATASET", `${place}: the row has more than ${most >> 20} million characters.`, {
    hint: "Each row is one case. Check that the file has line breaks, and that every quote is closed.",
  });
}

async function* readBytes(file: string, content: Content | undefined): AsyncGenerator<Uint8Array> {
  if (content === undefined) refuseIrregular(file);
  const source = content === undefined ? createReadStream(file) : Readable.from(piecesOf(await content()));
  const stream = /\.gz$/i.test(file) ? pipeline(source, createGunzip(), () => {}) : source;
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
}

/** Pieces as a file gives them: no text of the whole is made. */
function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) yield bytes.subarray(start, start + PIECE_BYTES);
}

/** Refuses files whose reading would never begin or never end. Errors: `BAD_DATASET`. */
export function refuseIrregular(file: string): void {
  const kind = irregularity(file);
  if (kind === null) return;
  throw new SameseedError("BAD_DATASET", `${file} is ${kind}, not a file.`, {
    hint: "Name a file. To read what another program prints, pipe it in and use file: - with a format.",
  });
}

/** The cause of a failure to open or read a file. */
export function unreadable(file: string, error: NodeJS.ErrnoException): SameseedError {
  if (error.code === "ENOENT") {
    return new SameseedError("NOT_FOUND", `There is no file ${file}.`, {
      hint: "Paths in a benchmark file are relative to that file.",
      cause: error,
    });
  }
  if (error.code?.startsWith("Z_")) {
    return new SameseedError("BAD_DATASET", `${file} is not a whole gzip file: ${error.message}.`, {
      hint: "Pack or copy it again, or take the .gz off its name.",
      cause: error,
    });
  }
  return new SameseedError("BAD_DATASET", `${file} cannot be read: ${error.message}.`, {
    hint: "Check that it is a file and that you have permission to read it.",
    cause: error,
  });
}

function notUtf8(file: string, linesBefore: number, chunk: Uint8Array): SameseedError {
  const beforeFault = new TextDecoder().decode(chunk).split("\uFFFD", 1)[0]!;
  return new SameseedError(
    "BAD_DATASET",
    `${file}, line ${linesBefore + count(beforeFault, "\n") + 1}: the text is not UTF-8.`,
    {
      hint: 'Save the file as UTF-8 (in Excel: "CSV UTF-8").',
    },
  );
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}
