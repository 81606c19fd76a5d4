// Addresses of the console's pages. Ids may hold slashes and anything printable, so each of their parts is encoded.

/** A record's page. @param kind `contract/record` */
export function recordPath(kind: string, id: string): string {
  return `/records/${kind}/${id.split('/').map(encodeURIComponent).join('/')}`;
}

/** A list's page, with its filters. */
export function listPath(kind: string, filters: { readonly [index: string]: string } = {}): string {
  const query = new URLSearchParams(filters).toString();
  return `/records/${kind}${query === '' ? '' : `?${query}`}`;
}

/** An action's form, with what is known of its input. */
export function actionPath(contract: string, action: string, known: { readonly [field: string]: string } = {}): string {
  const query = new URLSearchParams(known).toString();
  return `/do/${contract}/${action}${query === '' ? '' : `?${query}`}`;
}
