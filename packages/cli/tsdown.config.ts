import { defineConfig } from "tsdown";

/**
 * Small modules that most commands load before they start their work. They import no package but core, which every
 * command loads that does more than print help.
 */
const SHARED =
  /cli\/src\/(?:environment\/benchmark-here|flags\/outputs|commands\/run\/(?:scale|with-flags)|terminal\/(?:flags-in|settings-text|shown-file|stop-on-interrupt|tell|warning-lines))\.ts$|rolldown\/runtime/;

export default defineConfig({
  entry: {
    index: "src/index.ts",
    bin: "src/bin.ts",
    vitest: "src/vitest.ts",
  },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
  // Node looks up each import of each file again: fewer files start sooner (docs/decisions/0300-fewer-files.md).
  outputOptions: {
    codeSplitting: { groups: [{ name: "shared", test: SHARED, includeDependenciesRecursively: false }] },
  },
});
