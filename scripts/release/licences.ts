/** The parts of a CycloneDX document that are read. */
export interface Sbom {
  readonly components: readonly Component[];
}

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly (
    | { readonly expression: string }
    | { readonly license: { readonly id?: string; readonly name?: string } }
  )[];
}

/** A package and its licence; empty for a package without one. */
export interface Licence {
  readonly licence: string;
  /** `name@version`. */
  readonly name: string;
}

/** Licences that an MIT package may depend on. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
]);

/** The licence of each component, sorted by licence and name. */
export function licencesOf({ components }: Sbom): Licence[] {
  return components
    .map(({ group, name, version, licenses = [] }) => ({
      licence: licenses
        .map((one) => ("expression" in one ? one.expression : (one.license.id ?? one.license.name ?? "")))
        .join(" AND "),
      name: `${group === undefined ? "" : `${group}/`}${name}@${version}`,
    }))
    .toSorted((one, other) => (`${one.licence} ${one.name}` < `${other.licence} ${other.name}` ? -1 : 1));
}

/** A sentence for each package with a missing or disallowed licence. For `A OR B` one has to be allowed. */
export function refusedLicences(licences: readonly Licence[]): string[] {
  return licences
    .filter(({ licence }) => !licence.split(" AND ").every(isAllowed))
    .map(({ name, licence }) =>
      licence === ""
        ? `${name} names no licence.`
        : `${name}: the licence ${licence} is not on the list of allowed ones.`,
    );
}

function isAllowed(licence: string): boolean {
  return licence
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((one) => ALLOWED.has(one.trim()));
}
