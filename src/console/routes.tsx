// All pages with their addresses. Each is loaded when it is first opened.

import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { Frame } from './frame/frame.tsx';
import { PageProblem } from './frame/page-problem.tsx';
import { useSession } from './session/session-context.tsx';
import { Walked } from './walk/walk.tsx';

/** Pages within the frame, in the order of the rail. */
const PAGES: readonly RouteObject[] = [
  { index: true, Component: Start },
  { path: 'sign-in', lazy: () => import('./pages/sign-in/page.tsx') },
  { path: 'work', lazy: () => import('./pages/work/page.tsx') },
  { path: 'scan', lazy: () => import('./pages/scan/page.tsx') },
  { path: 'orders', lazy: () => import('./pages/orders/page.tsx') },
  { path: 'orders/agreements', lazy: () => import('./pages/agreements/page.tsx') },
  { path: 'orders/agreements/:id', lazy: () => import('./pages/agreement/page.tsx') },
  { path: 'orders/disputes', lazy: () => import('./pages/disputes/page.tsx') },
  { path: 'orders/disputes/:id', lazy: () => import('./pages/dispute/page.tsx') },
  { path: 'orders/*', lazy: () => import('./pages/order/page.tsx') },
  { path: 'requests', lazy: () => import('./pages/requests/page.tsx') },
  { path: 'requests/bids', lazy: () => import('./pages/made-bids/page.tsx') },
  { path: 'requests/bids/:id', lazy: () => import('./pages/made-bid/page.tsx') },
  { path: 'requests/:id', lazy: () => import('./pages/request/page.tsx') },
  { path: 'requests/:id/bid', lazy: () => import('./pages/bid/page.tsx') },
  { path: 'designs', lazy: () => import('./pages/designs/page.tsx') },
  { path: 'designs/versions', lazy: () => import('./pages/designs/page.tsx') },
  { path: 'designs/*', lazy: () => import('./pages/designs/design-page.tsx') },
  { path: 'files', lazy: () => import('./pages/files/page.tsx') },
  { path: 'files/shared', lazy: () => import('./pages/files/shared.tsx') },
  { path: 'files/shared/*', lazy: () => import('./pages/files/shared-page.tsx') },
  { path: 'files/:id', lazy: () => import('./pages/files/file-page.tsx') },
  { path: 'production', lazy: () => import('./pages/production/page.tsx') },
  { path: 'production/jobs', lazy: () => import('./pages/production/page.tsx') },
  { path: 'production/jobs/builds', element: <Navigate to="/records/production/build" replace /> },
  { path: 'production/jobs/*', lazy: () => import('./pages/production/job-page.tsx') },
  { path: 'inspections', lazy: () => import('./pages/inspections/page.tsx') },
  { path: 'inspections/orders', lazy: () => import('./pages/inspections/page.tsx') },
  { path: 'inspections/orders/:order', lazy: () => import('./pages/inspections/order-page.tsx') },
  { path: 'inspections/*', lazy: () => import('./pages/inspections/unit-page.tsx') },
  { path: 'shipments', lazy: () => import('./pages/shipments/page.tsx') },
  { path: 'shipments/*', lazy: () => import('./pages/shipment/page.tsx') },
  { path: 'items', lazy: () => import('./pages/items/page.tsx') },
  { path: 'items/*', lazy: () => import('./pages/item/page.tsx') },
  { path: 'trace', lazy: () => import('./pages/trace/page.tsx') },
  { path: 'trace/:item', lazy: () => import('./pages/trace/page.tsx') },
  { path: 'money', lazy: () => import('./pages/money/page.tsx') },
  { path: 'money/*', lazy: () => import('./pages/account/page.tsx') },
  { path: 'claims', lazy: () => import('./pages/claims/page.tsx') },
  { path: 'claims/:id', lazy: () => import('./pages/claim/page.tsx') },
  { path: 'rewards', lazy: () => import('./pages/rewards/page.tsx') },
  { path: 'rewards/:id', lazy: () => import('./pages/reward/page.tsx') },
  { path: 'members', lazy: () => import('./pages/members/page.tsx') },
  { path: 'members/:member', lazy: () => import('./pages/member/page.tsx') },
  { path: 'ledger', lazy: () => import('./pages/ledger/page.tsx') },
  { path: 'ledger/:index', lazy: () => import('./pages/entry/page.tsx') },
  { path: 'records', lazy: () => import('./pages/kinds/page.tsx') },
  { path: 'records/:contract/:record', lazy: () => import('./pages/records/page.tsx') },
  { path: 'records/:contract/:record/*', lazy: () => import('./pages/record/page.tsx') },
  { path: 'do/:contract/:action', lazy: () => import('./pages/action/page.tsx') },
  { path: 'p', element: <Navigate to="/records/items/passport" replace /> },
  { path: '*', lazy: () => import('./pages/nowhere/page.tsx') },
];

/** The page behind a code on a thing. */
const passport = {
  lazy: () => import('./pages/passport/page.tsx'),
  ErrorBoundary: PageProblem,
  HydrateFallback: () => null,
};

/** The router. */
export const router = createBrowserRouter([
  {
    Component: Walked,
    HydrateFallback: () => null,
    children: [
      // They stand alone: who scans a code is no user of the console.
      { path: '/p/:item', ...passport },
      { path: '/01/:gtin/21/:serial', ...passport },
      {
        path: '/',
        Component: Frame,
        ErrorBoundary: PageProblem,
        HydrateFallback: () => null,
        children: [{ ErrorBoundary: PageProblem, children: [...PAGES] }],
      },
    ],
  },
]);

function Start() {
  const { me } = useSession();
  return <Navigate to={me === undefined ? '/sign-in' : '/work'} replace />;
}
