/**
 * The user's working folder, where the clone's own script has changed it: `pnpm --dir <clone> sameseed …`
 * runs in the clone. Null elsewhere: a script of the user's own package starts in that package, as its author
 * expects.
 */
export function startFolder(env: NodeJS.ProcessEnv, cwd: string): string | null {
  const { INIT_CWD: folder, npm_lifecycle_event: script, npm_package_name: name } = env;
  const isOwnScript = script === "sameseed" && name === "sameseed-monorepo";
  return isOwnScript && folder !== undefined && folder !== cwd ? folder : null;
}
