/**
 * zod becomes part of what tsdown builds: of its 95 files, half of them locales that cannot be left out, only what is used is
 * loaded, in 5 ms instead of 80 (docs/decisions/0004-zod.md). The declarations keep naming the package.
 */
export const bundleZod = {
  alwaysBundle: ["zod"],
  onlyBundle: ["zod"],
  dts: { alwaysBundle: [], neverBundle: ["zod"] },
};
