// The rail says where one is on each page that it leads to, and on those that belong to one of its lines.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordPath } from '../parts/paths.ts';
import { isWithin, RAIL } from './navigation.ts';

const CASES: readonly (readonly [pathname: string, line: string | undefined])[] = [
  ['/orders', 'orders'],
  [recordPath('procurement/dispute', 'dispute-a'), 'orders'],
  ['/ordersomething', undefined],
  [recordPath('accounts/account', 'northwind/EUR'), 'money'],
  ['/claims', 'money'],
  [recordPath('claims/asset', 'asset-a'), 'money'],
  [recordPath('rewards/period', 'period-a'), 'money'],
  [recordPath('sourcing/bid', 'bid-a'), 'requests'],
  ['/records/procurement/money/order-a', 'everything'],
  ['/sign-in', undefined],
];

for (const [pathname, line] of CASES) {
  test(`${pathname} belongs to ${line ?? 'no line'}`, () => {
    assert.deepEqual(
      RAIL.filter((item) => isWithin(item, pathname)).map(({ icon }) => icon),
      line === undefined ? [] : [line],
    );
  });
}
