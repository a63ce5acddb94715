export type { Translation, TranslationWarning } from "./translation.ts";
