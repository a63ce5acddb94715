import { useEffect, useState } from "preact/hooks";

/** A telephone: one column. The same width as in the style. */
const NARROW = "(max-width: 640px)";

/** Whether the window is narrow, now and as it changes. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const read = (): void => setNarrow(query.matches);
    query.addEventListener("change", read);
    return () => query.removeEventListener("change", read);
  }, []);
  return isNarrow;
}
