// The label of an item: a QR code and a Data Matrix with the serial number under them, the address that they open, and who
// can open it. Printed, it is alone on the sheet.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useSession } from '../session/session-context.tsx';
import { labelTexts as texts } from '../texts/label.ts';
import type { CodeKind, DrawnCode } from './code-drawing.ts';
import { type LabelContent, type Labelled, labelOf } from './label-model.ts';
import { Problem } from './problem.tsx';
import './label.css';

/** Modules of light around each symbol: ISO/IEC 18004 asks for 4 around a QR code, ISO/IEC 16022 for 1. */
const QUIET = { qrcode: 4, datamatrix: 2, gs1datamatrix: 2 } as const;

/** The section with the label of an item. @param of as its passport has it */
export function ItemLabel({ of }: { readonly of: Labelled }) {
  const { node } = useSession();
  const content = labelOf(of, node.publicAddress, globalThis.location.origin);
  return (
    <section className="panel" aria-labelledby="label">
      <h2 id="label">{texts.title}</h2>
      <p className="soft small">{texts.lead}</p>
      <Codes of={of} content={content} />
      <p className="label-opens small">
        {texts.opens} <span className="mono">{content.address}</span>
      </p>
      <Reach content={content} />
    </section>
  );
}

function Codes({ of, content }: { readonly of: Labelled; readonly content: LabelContent }) {
  const { address, matrix } = content;
  const [isPrinting, setIsPrinting] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['label', address, matrix],
    queryFn: async () => {
      const { drawCode } = await import('./code-drawing.ts');
      return { qr: drawCode('qrcode', address), matrix: drawCode(matrix.kind, matrix.text) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <p className="soft">{texts.drawing}</p>;
  const print = (): void => {
    globalThis.addEventListener('afterprint', () => setIsPrinting(false), { once: true });
    setIsPrinting(true);
    // After the sheet has come into the page.
    requestAnimationFrame(() => globalThis.print());
  };
  const label = (
    <div className="label">
      <Code kind="qrcode" drawn={data.qr} name={texts.qr(address)} />
      <Code kind={matrix.kind} drawn={data.matrix} name={texts.matrix[matrix.kind]} />
      <div className="label-words">
        <strong>{of.name}</strong>
        <span className="mono label-number">{of.number}</span>
        {of.partNumber === of.name ? null : <span className="mono">{of.partNumber}</span>}
      </div>
    </div>
  );
  return (
    <>
      {label}
      {isPrinting ? createPortal(<div className="label-sheet">{label}</div>, document.body) : null}
      <Button variant="default" size="xs" onClick={print}>
        {texts.print}
      </Button>
    </>
  );
}

type CodeProps = { readonly kind: CodeKind; readonly drawn: DrawnCode; readonly name: string };

/** A symbol. What is on it comes as numbers of a path. */
function Code({ kind, drawn: { path, size }, name }: CodeProps) {
  const quiet = QUIET[kind];
  const whole = size + 2 * quiet;
  return (
    <svg
      className={`label-${kind}`}
      viewBox={`${-quiet} ${-quiet} ${whole} ${whole}`}
      role="img"
      aria-label={name}
      shapeRendering="crispEdges"
    >
      <path className="label-light" d={`M${-quiet} ${-quiet}h${whole}v${whole}h${-whole}z`} />
      <path className="label-dark" d={path} fillRule="evenodd" />
    </svg>
  );
}

function Reach({ content: { reach } }: { readonly content: LabelContent }) {
  if (reach === 'others') return <p className="soft small">{texts.others}</p>;
  return (
    <div className="notice">
      <p>{reach === 'here' ? `${texts.here} ${texts.hereDo}` : texts.unsaid(globalThis.location.host)}</p>
      <code className="json mono small">{texts.setting}</code>
    </div>
  );
}
