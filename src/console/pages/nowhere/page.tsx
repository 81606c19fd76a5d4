// An address that is none of the console's.

import { Link } from 'react-router';
import { EmptyState } from '../../parts/empty-state.tsx';
import { frameTexts } from '../../texts/frame.ts';

/** The page. */
export function Component() {
  return (
    <EmptyState title={frameTexts.nowhere} teaches={frameTexts.nowhereTeach}>
      <Link className="button" to="/">
        {frameTexts.work}
      </Link>
    </EmptyState>
  );
}
