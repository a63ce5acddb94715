import { extname } from "node:path";
import { option } from "@sameseed/core";
import type { Place } from "./place.ts";
import { mistake, type Reading } from "./reading.ts";

/** Tests at an address: read as a file of that name would be. */
export interface RemoteFile {
  /** Without possible secrets; its extension gives the format. */
  readonly name: string;
  readonly content: () => Promise<Uint8Array>;
}

const FORMATS = [".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".yaml", ".yml"];
const SHEET = /^https:\/\/docs\.google\.com\/spreadsheets\//;
/** Addresses with tests that are left out, and the reasons. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
  [
    /^https:\/\/[^/]+\.sharepoint\.com\//i,
    "sameseed does not sign in to SharePoint: download the file as CSV and name it",
  ],
  [
    /^huggingface:\/\//,
    "sameseed does not read Hugging Face datasets here: download the rows as JSONL, CSV or Parquet and name the file",
  ],
  [/^az:\/\//, "sameseed does not read Azure storage: download the file and name it"],
];

/** Whether tests are named by an address. */
export function isRemote(reference: string): boolean {
  return /^(?:https?|huggingface|az):\/\//i.test(reference);
}

/**
 * The file at an address; undefined with a warning for one whose tests are left out. Nothing is downloaded
 * without the user's permission. Errors: `BAD_BENCHMARK` for an address that is not downloaded; `NOT_FOUND`.
 */
export async function remoteFile(reference: string, place: Place, reading: Reading): Promise<RemoteFile | undefined> {
  const { notes, tools } = reading;
  const download = reading.downloadsTests ? tools.download : undefined;
  const unread = UNREAD.find(([pattern]) => pattern.test(reference))?.[1];
  const isSheet = SHEET.test(reference);
  if (unread !== undefined || (isSheet && download === undefined)) {
    const why =
      unread ??
      `Google sheets are read only with ${option("downloadTests")}: use it, or download the sheet as CSV and name the file`;
    notes.warn(place, `${why}; its tests are left out`);
    return undefined;
  }
  const name = isSheet ? sheetName(reference) : withoutSecrets(reference);
  if (download === undefined)
    throw mistake(
      place,
      `${name} is not downloaded`,
      `Use ${option("downloadTests")}, or download it and name the file.`,
    );
  if (!isSheet && !FORMATS.includes(extname(name.split("#")[0]!).toLowerCase()))
    throw mistake(
      place,
      `${name} does not tell its format by its name`,
      `Known endings: ${FORMATS.join(", ")}. For another, download the file and name it.`,
    );
  const bytes = await download(isSheet ? exportAddress(reference) : reference.replace(/#.*$/, ""));
  if (isPage(bytes))
    throw mistake(
      place,
      `${name} answered with a web page, not with tests`,
      isSheet
        ? "Share the sheet with everyone who has the link, or download it as CSV and name the file."
        : "Use the address of the file itself, or download it and name the file.",
    );
  return { name, content: () => Promise.resolve(bytes) };
}

/** Google's address for a sheet as CSV: one that is shared by link, or one that is published. */
export function exportAddress(reference: string): string {
  const { pathname, searchParams, hash } = new URL(reference);
  const gid = searchParams.get("gid") ?? /\bgid=(\d+)/.exec(hash)?.[1];
  const published = /\/d\/(e\/[^/]+)/.exec(pathname)?.[1];
  const shared = /\/d\/([^/]+)/.exec(pathname)?.[1] ?? "";
  const of = `https://docs.google.com/spreadsheets/d/${published ?? shared}`;
  const part = gid === undefined ? "" : `&gid=${gid}`;
  return published === undefined ? `${of}/export?format=csv${part}` : `${of}/pub?output=csv${part}`;
}

/** A sheet's name in messages, with the extension of the downloaded file. */
function sheetName(reference: string): string {
  return `${new URL(reference).pathname.replace(/\/(?:edit|view|export|pub|pubhtml|htmlview)?\/?$/, "").replace(/^\//, "https://docs.google.com/")}.csv`;
}

/** An address without possible secrets: its user, its password and its query. */
function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return "the address";
  const { protocol, host, pathname, hash } = new URL(address);
  return `${protocol}//${host}${pathname}${/\.xlsx$/i.test(pathname) ? decodeURIComponent(hash) : ""}`;
}

function isPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart().toLowerCase();
  return start.startsWith("<!doctype html") || start.startsWith("<html");
}
