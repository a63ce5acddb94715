import { createRequire } from "node:module";

/**
 * Loads a library when it is first used, at once and synchronously: a benchmark without JSON, XML, HTML or SQL
 * scorers starts without their parsers, and a scorer that needs one still is a plain function.
 */
export const loadOnUse = createRequire(import.meta.url);
