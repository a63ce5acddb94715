export { readForeignFile } from "./importer.ts";
export type { ForeignFile, Importer, ImportOptions, ImportTools } from "./importer.ts";
export { importerOf, IMPORTERS } from "./importers.ts";
export { scriptModel } from "./promptfoo/script-model.ts";
export { relocated } from "./relocated.ts";
export type { TranslatedFile, Translation, TranslationWarning } from "./translation.ts";
