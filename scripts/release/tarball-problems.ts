/** A packed package: its files as `tar -t` lists them, and its `package.json`. */
export interface PackedPackage {
  readonly name: string;
  readonly files: readonly string[];
  readonly manifest: string;
}

/** A sentence for each thing that must not be published: sources, tests, links to the workspace, a missing licence. */
export function problemsOfTarball({ name, files, manifest }: PackedPackage): string[] {
  const strays = files.filter(
    (file) =>
      /\.test\.|\.tsbuildinfo$|(?:^|\/)\.env|\.pem$|\/src\//.test(file) ||
      (file.endsWith(".ts") && !file.endsWith(".d.ts")),
  );
  const { bin, exports } = JSON.parse(manifest) as { readonly bin?: unknown; readonly exports?: unknown };
  return [
    ...strays.map((file) => `${name}: ${file} must not be published.`),
    ...(files.includes("package/LICENSE") ? [] : [`${name}: the tarball has no LICENSE.`]),
    ...(/"(?:workspace|file|link):/.test(manifest) ? [`${name}: package.json links to the workspace.`] : []),
    ...(JSON.stringify({ bin, exports }).includes('"./src/') ? [`${name}: package.json names sources.`] : []),
  ];
}
