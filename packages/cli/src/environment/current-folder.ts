/** The folder that the command runs in; null where it was deleted while the shell stood in it. */
export function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
