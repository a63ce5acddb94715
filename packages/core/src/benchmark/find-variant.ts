import { unknownId } from "./benchmark-mistakes.ts";

/** The names that identify a variant. */
interface NamedVariant {
  readonly id: string;
  readonly prompt: string;
  readonly phrasingOf?: string | undefined;
  readonly model: string;
}

/** The id of a variant that a user named; where the name is of a prompt with phrasings, the variant of its first one. Errors: `UNKNOWN_ID`. */
export function findVariant(wanted: string, variants: readonly NamedVariant[], kind = "variant"): string {
  const found =
    variants.find(({ id }) => id === wanted) ??
    variants.find(({ prompt, phrasingOf = prompt, model }) => `${phrasingOf}/${model}` === wanted);
  if (found !== undefined) return found.id;
  throw unknownId(
    kind,
    wanted,
    variants.map(({ id }) => id),
  );
}
