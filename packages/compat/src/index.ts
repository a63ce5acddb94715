export { readForeignFile } from "./importer.ts";
export type { ForeignFile, Importer, ImportTools } from "./importer.ts";
export { importerOf, IMPORTERS } from "./importers.ts";
export { relocated } from "./relocated.ts";
export type { Translation, TranslationWarning } from "./translation.ts";
