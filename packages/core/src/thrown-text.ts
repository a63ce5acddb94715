/** What code of a user has thrown, as text: the message of an error, and anything else as it is, such as null. */
export function thrownText(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).trimEnd();
}
