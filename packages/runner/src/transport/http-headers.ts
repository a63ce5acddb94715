/**
 * The headers of a response as undici returns them: alternating names and values. Few of them are read: only
 * names become text, and only if one is looked up. A class because it keeps them.
 */
export class HttpHeaders {
  readonly #raw: readonly Buffer[];
  #names: readonly string[] | undefined;

  constructor(raw: readonly Buffer[] = []) {
    this.#raw = raw;
  }

  /** The lower-case names, in the order of the response. */
  get names(): readonly string[] {
    return (this.#names ??= namesIn(this.#raw));
  }

  /** A header by its lower-case name; the first, where there are several. */
  get(name: string): string | undefined {
    const place = this.names.indexOf(name);
    return place === -1 ? undefined : this.#valueAt(place);
  }

  /** All values of a header, joined with commas, as for several lines of it (RFC 9110 §5.3). */
  all(name: string): string | undefined {
    if (this.get(name) === undefined) return undefined;
    return this.names.flatMap((other, place) => (other === name ? this.#valueAt(place) : [])).join(",");
  }

  #valueAt(place: number): string {
    return this.#raw[2 * place + 1]!.toString("latin1");
  }
}

function namesIn(raw: readonly Buffer[]): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at < raw.length; at += 2) names.push(raw[at]!.toString("latin1").toLowerCase());
  return names;
}
