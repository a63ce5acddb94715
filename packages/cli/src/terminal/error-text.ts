import { boundedText } from "./bounded-text.ts";
import { errorWord } from "./colors.ts";

/** The error and its remedy, for the terminal. */
export async function errorText(thrown: unknown): Promise<string> {
  const { SameseedError, thrownText } = await import("@sameseed/core"); // not loaded before: --help and a mistyped option need none of it
  const { diskProblem } = await import("./disk-problem.ts");
  const error = diskProblem(thrown) ?? thrown;
  if (error instanceof SameseedError) {
    const { flagsIn } = await import("./flags-in.ts");
    const message = `${errorWord()} ${boundedText(flagsIn(error.message))}`;
    return error.hint ? `${message}\n  ${boundedText(flagsIn(error.hint))}` : message;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : thrownText(error);
  return `Internal error. Please report this bug.\n${detail}`;
}
