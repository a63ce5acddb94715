import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SameseedError } from "@sameseed/core";
import { irregularity } from "../files/regular-file.ts";

/** A local file of a message, in the form that is sent. */
export interface AttachedFile {
  readonly name: string;
  readonly base64: string;
  /** Its media type, e.g. `image/png`. */
  readonly type: string;
  readonly sha256: string;
}

/** Kept in memory for the next trial that sends the same file. */
const MOST_CHARACTERS = 64_000_000;
const DOCUMENTS: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".html": "text/html",
  ".json": "application/json",
  ".md": "text/markdown",
  ".pdf": "application/pdf",
  ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ".txt": "text/plain",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".xml": "application/xml",
};

export type FileKind = "image" | "audio" | "document";

export interface FileRequest {
  /** A path, absolute or from the folder; a `file://` before it is left out. */
  readonly path: string;
  readonly kind: FileKind;
  /** Begins an error: the prompt and the case. */
  readonly where: string;
  /** Whether the path comes from a case, or from code that may have it from there, and not from the prompt's own text. */
  readonly isOfData: boolean;
}

/**
 * Reads files that messages name, from `folder` where their paths are relative. A dataset may name only files
 * inside the folder, after following links, with the expected contents: images and audio by their first
 * bytes, documents by their extension. A class because it caches files. Errors: `NOT_FOUND`, `BAD_DATASET`.
 */
export class AttachedFiles {
  readonly #folder: string;
  readonly #read = new Map<string, AttachedFile & { readonly modifiedMs: number }>();
  #characters = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  file({ path, kind, where, isOfData }: FileRequest): AttachedFile {
    const found = resolve(
      this.#folder,
      path.startsWith("file:///") ? fileURLToPath(path) : path.replace(/^file:\/\//, ""),
    );
    const refuse = (problem: string, hint: string): never => {
      throw new SameseedError("BAD_DATASET", `${where}: ${problem}`, { hint });
    };
    const outside = (): never =>
      refuse(
        `${shown(path)} is outside of the benchmark's folder.`,
        "Data can only name files in that folder: copy the file there, or use a data: URL.",
      );
    if (path.trim() === "")
      throw new SameseedError("PROMPT", `${where}: the message has an empty URL instead of a file.`, {
        hint: "Give the case a path, an http(s) or a data: URL.",
      });
    if (isOfData && !isIn(found, resolve(this.#folder))) outside();
    const modifiedMs = statSync(found, { throwIfNoEntry: false })?.mtimeMs;
    if (modifiedMs === undefined) {
      throw new SameseedError("NOT_FOUND", `${where}: there is no file ${shown(path)}.`, {
        hint: `Write an http(s) or data: URL, or a path relative to the benchmark file${kind === "image" ? "; base64 alone needs data:image/png;base64, before it" : ""}.`,
      });
    }
    if (isOfData && !isIn(realpathSync(found), realpathSync(this.#folder))) outside();
    const irregular = irregularity(found);
    if (irregular !== null) return refuse(`${shown(path)} is ${irregular}.`, "Name a file.");
    const known = this.#read.get(found);
    if (known?.modifiedMs === modifiedMs) return known;
    const bytes = readFileSync(found);
    const type = kind === "document" ? DOCUMENTS[extname(found).toLowerCase()] : typeOfBytes(bytes, kind);
    if (type === undefined) return refuse(`${shown(path)} is ${NOT_THIS[kind]}.`, REMEDIES[kind]);
    const file = {
      name: basename(found),
      base64: bytes.toString("base64"),
      type,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      modifiedMs,
    };
    this.#keep(found, file);
    return file;
  }

  #keep(path: string, file: AttachedFile & { readonly modifiedMs: number }): void {
    this.#characters += file.base64.length - (this.#read.get(path)?.base64.length ?? 0);
    this.#read.set(path, file);
    for (const [oldest, { base64 }] of this.#read) {
      if (this.#characters <= MOST_CHARACTERS) return;
      this.#read.delete(oldest);
      this.#characters -= base64.length;
    }
  }
}

const NOT_THIS: Readonly<Record<FileKind, string>> = {
  image: "no PNG, JPEG, GIF or WebP image",
  audio: "neither WAV nor MP3",
  document: "no document that services take",
};
const REMEDIES: Readonly<Record<FileKind, string>> = {
  image: "Convert it, or give a data: URL.",
  audio: "Convert it, or give its base64 and format.",
  document: `Endings that are known: ${Object.keys(DOCUMENTS).join(", ")}; for others give a data: URL.`,
};

/** The type of a file by its content, not by its name. */
function typeOfBytes(bytes: Buffer, kind: "image" | "audio"): string | undefined {
  const begins = (text: string, at = 0): boolean => bytes.toString("latin1", at, at + text.length) === text;
  if (kind === "audio") {
    if (begins("RIFF") && begins("WAVE", 8)) return "audio/wav";
    return begins("ID3") || (bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0) ? "audio/mpeg" : undefined;
  }
  if (begins("\u0089PNG\r\n\u001A\n")) return "image/png";
  if (begins("\u00FF\u00D8\u00FF")) return "image/jpeg";
  if (begins("GIF87a") || begins("GIF89a")) return "image/gif";
  return begins("RIFF") && begins("WEBP", 8) ? "image/webp" : undefined;
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(join(folder, sep));
}

function shown(path: string): string {
  return path.length > 200 ? `${path.slice(0, 60)}…` : path;
}
