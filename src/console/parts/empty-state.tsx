// An empty place that teaches: what is not there, what would fill it, and the first step.

import type { ReactNode } from 'react';

type EmptyStateProps = { readonly title: string; readonly teaches?: string | undefined; readonly children?: ReactNode };

/** What stands where nothing is. */
export function EmptyState({ title, teaches, children }: EmptyStateProps) {
  return (
    <section className="empty">
      <h2>{title}</h2>
      {teaches === undefined ? null : <p>{teaches}</p>}
      {children === undefined ? null : <div className="row">{children}</div>}
    </section>
  );
}
