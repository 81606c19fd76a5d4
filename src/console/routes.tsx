// All pages with their addresses. Each is loaded when it is first opened.

import { createBrowserRouter, Navigate } from 'react-router';
import { Frame } from './frame/frame.tsx';
import { PageProblem } from './frame/page-problem.tsx';
import { useSession } from './session/session-context.tsx';

/** The router. */
export const router = createBrowserRouter([
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: PageProblem,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: PageProblem,
        children: [
          { index: true, Component: Start },
          { path: 'sign-in', lazy: () => import('./pages/sign-in/page.tsx') },
          { path: 'work', lazy: () => import('./pages/work/page.tsx') },
          { path: 'members', lazy: () => import('./pages/members/page.tsx') },
          { path: 'members/:member', lazy: () => import('./pages/member/page.tsx') },
          { path: 'ledger', lazy: () => import('./pages/ledger/page.tsx') },
          { path: 'ledger/:index', lazy: () => import('./pages/entry/page.tsx') },
          { path: 'records', lazy: () => import('./pages/kinds/page.tsx') },
          { path: 'records/:contract/:record', lazy: () => import('./pages/records/page.tsx') },
          { path: 'records/:contract/:record/*', lazy: () => import('./pages/record/page.tsx') },
          { path: 'orders', lazy: () => import('./pages/orders/page.tsx') },
          { path: 'orders/*', lazy: () => import('./pages/order/page.tsx') },
          { path: 'requests', lazy: () => import('./pages/requests/page.tsx') },
          { path: 'requests/:id', lazy: () => import('./pages/request/page.tsx') },
          { path: 'requests/:id/bid', lazy: () => import('./pages/bid/page.tsx') },
          { path: 'do/:contract/:action', lazy: () => import('./pages/action/page.tsx') },
          { path: '*', lazy: () => import('./pages/nowhere/page.tsx') },
        ],
      },
    ],
  },
]);

function Start() {
  const { me } = useSession();
  return <Navigate to={me === undefined ? '/sign-in' : '/work'} replace />;
}
