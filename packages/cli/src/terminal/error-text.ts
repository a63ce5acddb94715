import { sep } from "node:path";
import { errorWord } from "./colors.ts";

/** Characters of a folder that is no root. */
const LEAST_FOLDER = 4;

/** The error and its remedy, for the terminal. */
export async function errorText(thrown: unknown): Promise<string> {
  const { SameseedError, thrownText } = await import("@sameseed/core"); // not loaded before: --help and a mistyped option need none of it
  const { diskProblem } = await import("./disk-problem.ts");
  const error = diskProblem(thrown) ?? thrown;
  if (error instanceof SameseedError) {
    const { messageText } = await import("./flags-in.ts");
    const message = `${errorWord()} ${asTyped(messageText(error.message))}`;
    return error.hint ? `${message}\n  ${asTyped(messageText(error.hint))}` : message;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : thrownText(error);
  return `Internal error. Please report this bug.\n${detail}`;
}

/** Paths below the current folder as relative ones, unless an argument of the command is such an absolute path. */
function asTyped(text: string): string {
  const folder = `${process.cwd()}${sep}`;
  if (folder.length < LEAST_FOLDER || process.argv.slice(2).some((argument) => argument.includes(folder))) return text;
  return text.replaceAll(folder, (found, place: number) => (/[\w/.-]$/.test(text.slice(0, place)) ? found : ""));
}
