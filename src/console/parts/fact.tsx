// One line of a list of facts.

import type { ReactNode } from 'react';

/** The line, in a `dl` of class `facts`. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
