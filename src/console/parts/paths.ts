// Addresses of the console's pages. Ids may hold slashes and anything printable, so each of their parts is encoded.

/** Kinds that have pages designed by hand: a list at the address, one record below it. */
const OWN_PAGES: { readonly [kind: string]: string } = {
  'designs/design': '/designs',
  'designs/version': '/designs/versions',
  'production/job': '/production/jobs',
  'production/build': '/production/jobs/builds',
  'inspection/review': '/inspections',
  'inspection/scope': '/inspections/orders',
  'procurement/order': '/orders',
  'procurement/dispute': '/orders/disputes',
  'agreements/agreement': '/orders/agreements',
  'items/item': '/items',
  'sourcing/rfq': '/requests',
  'sourcing/bid': '/requests/bids',
  'shipping/shipment': '/shipments',
  'accounts/account': '/money',
  // An account’s id is its member’s and its unit, so nothing stands below it that could be a member.
  'claims/asset': '/claims',
  'rewards/period': '/rewards',
  'sharing/blob': '/files',
  'sharing/grant': '/files/shared',
  'membership/member': '/members',
  'items/passport': '/p',
};

/** A record's page. @param kind `contract/record` */
export function recordPath(kind: string, id: string): string {
  return `${OWN_PAGES[kind] ?? `/records/${kind}`}/${encoded(id)}`;
}

/** The page with every field of a record, as it follows from its contract. */
export function fieldsPath(kind: string, id: string): string {
  return `/records/${kind}/${encoded(id)}`;
}

/** A list's page, with its filters. */
export function listPath(kind: string, filters: { readonly [index: string]: string } = {}): string {
  const query = new URLSearchParams(filters).toString();
  return `${OWN_PAGES[kind] ?? `/records/${kind}`}${query === '' ? '' : `?${query}`}`;
}

/** An action's form, with what is known of its input. */
export function actionPath(contract: string, action: string, known: { readonly [field: string]: string } = {}): string {
  const query = new URLSearchParams(known).toString();
  return `/do/${contract}/${action}${query === '' ? '' : `?${query}`}`;
}

function encoded(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}
