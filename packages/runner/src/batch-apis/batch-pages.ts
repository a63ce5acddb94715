/** Pages of a list of batches that are searched for one batch: 5,000 batches with 100 each. */
const MOST_PAGES = 50;

/** A page of a list; `next` names the page after it, and is null on the last one. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The first item of a list with pages that is the one; null where none of them is. The first page has no name. */
export async function findInPages<T>(
  read: (page: string | null) => Promise<ListPage<T>>,
  isIt: (item: T) => boolean,
): Promise<T | null> {
  let page: string | null = null;
  for (let count = 0; count < MOST_PAGES; count++) {
    const { items, next }: ListPage<T> = await read(page);
    const found = items.find(isIt);
    if (found !== undefined) return found;
    if (next === null) return null; // an empty page can have a next one, too
    page = next;
  }
  return null;
}
