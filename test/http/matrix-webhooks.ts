// What the routes of webhooks must answer to whom: to administrators of the member whose webhook it is; another's is as
// unknown to them as one that is not there.

import type { Case } from './matrix-cases.ts';
import type { ServedLedger } from './served.ts';
import type { Asking } from './visibility.ts';

type Cases = (served: ServedLedger) => readonly Case[];

/** To administrators: of acme, whose webhook it is, and of others. */
const toAdmins = (own: number, foreign: number) => (asking: Asking) => {
  if (asking === undefined) return 401;
  if (asking.role !== 'admin') return 403;
  return asking.member === 'acme' ? own : foreign;
};
const json = (value: unknown) => ({ type: 'application/json', bytes: JSON.stringify(value) });
const own = ({ webhook }: ServedLedger): string => `/v1/webhooks/${webhook}`;

/** By route, as the API's description names it. */
export const WEBHOOK_CASES: { readonly [route: string]: Cases } = {
  'GET /v1/webhooks': () => [{ path: '/v1/webhooks', expected: toAdmins(200, 200) }],
  'POST /v1/webhooks': () => [
    { path: '/v1/webhooks', body: json({ url: 'no address' }), expected: toAdmins(400, 400) },
    { path: '/v1/webhooks', body: json({ url: 'https://10.0.0.1/' }), expected: toAdmins(400, 400) },
  ],
  'GET /v1/webhooks/{id}': (served) => [
    { path: own(served), expected: toAdmins(200, 404) },
    { path: '/v1/webhooks/none', expected: toAdmins(404, 404) },
  ],
  'DELETE /v1/webhooks/{id}': () => [{ path: '/v1/webhooks/none', expected: toAdmins(404, 404) }],
  'POST /v1/webhooks/{id}/resume': (served) => [{ path: `${own(served)}/resume`, expected: toAdmins(200, 404) }],
  'POST /v1/webhooks/{id}/secret': (served) => [{ path: `${own(served)}/secret`, expected: toAdmins(200, 404) }],
  'GET /v1/webhooks/{id}/dead-letters': (served) => [
    { path: `${own(served)}/dead-letters`, expected: toAdmins(200, 404) },
  ],
  'POST /v1/webhooks/{id}/dead-letters/{index}': (served) => [
    { path: `${own(served)}/dead-letters/1`, expected: toAdmins(404, 404) },
  ],
  'DELETE /v1/webhooks/{id}/dead-letters/{index}': (served) => [
    { path: `${own(served)}/dead-letters/1`, expected: toAdmins(404, 404) },
  ],
};
