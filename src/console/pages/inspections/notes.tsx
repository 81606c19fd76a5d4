// What limits the picture: what the reader may not see, what is not mapped, what does not fit on a page.

import { useSession } from '../../session/session-context.tsx';
import { inspectionTexts } from '../../texts/inspections.ts';
import type { OrderRead } from './read.ts';

/** The notes, a line each. */
export function Notes({ read: { inspection, scope, isAll } }: { readonly read: OrderRead }) {
  const { me } = useSession();
  const { results, programmes, mapping } = inspection;
  const appointed = [scope?.laboratories.seller, scope?.laboratories.buyer].flatMap((one) => one ?? []);
  // A laboratory that has registered nothing yet has nothing to hide.
  const isLaboratory = me !== undefined && appointed.includes(me.member);
  const hidden = isLaboratory
    ? appointed.filter((one) => programmes.every(({ laboratory }) => laboratory !== one))
    : [];
  const lines = [
    ...(results.length === 0 && inspection.reviews.length > 0 ? [inspectionTexts.unseen] : []),
    ...hidden.map(inspectionTexts.unseenOther),
    ...(mapping === undefined && programmes.length > 0 ? [inspectionTexts.noMapping] : []),
    ...(isAll ? [] : [inspectionTexts.cut]),
  ];
  return lines.map((line) => (
    <p className="soft" key={line}>
      {line}
    </p>
  ));
}
