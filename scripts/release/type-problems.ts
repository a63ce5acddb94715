import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";

/** No package is CommonJS: the profile "esm-only" of attw's command line. */
const NOT_SUPPORTED: ReadonlySet<string> = new Set(["node10", "node16-cjs"]);

/**
 * The problems that attw finds in the types of a packed package, by its names. In this process, since each
 * start of its command line loads a compiler, which takes most of its time.
 */
export async function typeProblems(tarball: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (analysis.types === false) return ["no types"];
  return analysis.problems
    .filter((problem) => !("resolutionKind" in problem && NOT_SUPPORTED.has(problem.resolutionKind)))
    .map((problem) => ("entrypoint" in problem ? `${problem.kind} of "${problem.entrypoint}"` : problem.kind));
}
