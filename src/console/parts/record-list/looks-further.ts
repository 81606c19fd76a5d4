// Whether a list goes on by itself: a node ends a page where it looked at so many records and its reader sees none of them.

/** Pages that are looked at without asking; after that a person says whether to go on. */
const PAGES_LOOKED_AT = 50;

/** True where the next page is looked at by itself. */
export function looksFurther(rows: number, pages: number, isMore: boolean): boolean {
  return rows === 0 && isMore && pages > 0 && pages < PAGES_LOOKED_AT;
}
