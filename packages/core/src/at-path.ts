import { type FilePath, SameseedError } from "./error.ts";

/** Builds a part of a benchmark from its description in the file. Errors name this part first, then the parts that they already name. */
export function atPath<T>(path: FilePath, build: () => T): T {
  try {
    const built = build();
    return built instanceof Promise ? (built.catch((error: unknown) => refuse(error, path)) as T) : built;
  } catch (error) {
    return refuse(error, path);
  }
}

function refuse(error: unknown, path: FilePath): never {
  if (!(error instanceof SameseedError)) throw error;
  const { code, message, hint, cause = error } = error;
  throw new SameseedError(code, message, {
    ...(hint !== undefined && { hint }),
    cause,
    path: [...path, ...error.path],
  });
}
