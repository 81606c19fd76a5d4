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
          { path: 'do/:contract/:action', lazy: () => import('./pages/action/page.tsx') },
          { path: 'inspections', lazy: () => import('./pages/inspections/page.tsx') },
          { path: 'inspections/orders', lazy: () => import('./pages/inspections/page.tsx') },
          { path: 'inspections/orders/:order', lazy: () => import('./pages/inspections/order-page.tsx') },
          { path: 'inspections/*', lazy: () => import('./pages/inspections/unit-page.tsx') },
          { path: 'designs', lazy: () => import('./pages/designs/page.tsx') },
          { path: 'designs/versions', lazy: () => import('./pages/designs/page.tsx') },
          { path: 'designs/*', lazy: () => import('./pages/designs/design-page.tsx') },
          { path: 'production', lazy: () => import('./pages/production/page.tsx') },
          { path: 'production/jobs', lazy: () => import('./pages/production/page.tsx') },
          { path: 'production/jobs/builds', element: <Navigate to="/records/production/build" replace /> },
          { path: 'production/jobs/*', lazy: () => import('./pages/production/job-page.tsx') },
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
