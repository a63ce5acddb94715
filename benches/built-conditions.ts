/** In a clone a built bin would load the sources of the other packages, and Node would strip their types first. */
export function conditionsOf(bin: string): readonly string[] {
  return bin.endsWith(".ts") ? [] : ["--conditions=built"];
}
