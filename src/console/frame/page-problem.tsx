// A page that failed: the frame stays, and the page says what happened.

import { useRouteError } from 'react-router';
import { Problem } from '../parts/problem.tsx';

/** In place of the page. */
export function PageProblem() {
  return <Problem error={useRouteError()} retry={() => globalThis.location.reload()} />;
}
