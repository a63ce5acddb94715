import { ModelError } from "@sameseed/core";

/** Pages of a list of batches that are searched for one batch: 50,000 batches with 100 each. */
const MOST_PAGES = 500;

/** A page of a list; `next` names the page after it, and is null on the last one. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * The first item of a list with pages that is the one; null where the whole list has none. The first page has no name.
 * Errors: a lasting `ModelError` for a list that is too long or names a page twice, because the batch may be on an unread page.
 */
export async function findInPages<T>(
  read: (page: string | null) => Promise<ListPage<T>>,
  isIt: (item: T) => boolean,
): Promise<T | null> {
  const names = new Set<string>();
  let page: string | null = null;
  while (names.size < MOST_PAGES) {
    const { items, next }: ListPage<T> = await read(page);
    const found = items.find(isIt);
    if (found !== undefined) return found;
    if (next === null) return null; // an empty page can have a next one, too
    if (names.has(next)) throw endless("repeats its pages");
    names.add(next);
    page = next;
  }
  throw endless(`has more than ${MOST_PAGES} pages`);
}

function endless(fault: string): ModelError {
  return new ModelError(
    "other",
    `The service's list of batches ${fault}, and the batch is not on the pages before it.`,
    {
      isLasting: true,
    },
  );
}
