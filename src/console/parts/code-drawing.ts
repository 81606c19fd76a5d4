// A QR code or a Data Matrix as one path on a grid: what is drawn is numbers alone, never text of anyone's. It brings the
// encoders and is loaded when a code is shown.

import { datamatrix, gs1datamatrix, qrcode } from 'bwip-js/generic';

/** Symbols that are drawn. */
export type CodeKind = 'qrcode' | 'datamatrix' | 'gs1datamatrix';
/** A square symbol: each module is 1 by 1. */
export type DrawnCode = { readonly path: string; readonly size: number };

const ENCODERS = { qrcode, datamatrix, gs1datamatrix };

/** Encodes and draws a text. @throws Error where the text does not fit the symbol */
export function drawCode(kind: CodeKind, text: string): DrawnCode {
  // What goes beyond ASCII is written as UTF-8; addresses are ASCII already.
  const options = { bcid: kind, text, scaleX: 1, scaleY: 1, ...(kind === 'qrcode' ? { eclevel: 'M' } : {}) };
  return ENCODERS[kind](options, drawing());
}

/** What bwip-js draws on: it gives the outlines of a symbol's dark areas, filled by the even-odd rule. */
function drawing() {
  const outlines: string[] = [];
  let size = 0;
  return {
    scale: (): [number, number] => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width: number, height: number): void => {
      size = Math.max(width, height);
    },
    line: unused,
    polygon: (points: readonly (readonly [number, number])[]): void => {
      outlines.push(`M${points.map(([x, y]) => `${x} ${y}`).join('L')}Z`);
    },
    hexagon: unused,
    ellipse: unused,
    fill: (): void => undefined,
    text: unused,
    end: (): DrawnCode => ({ path: outlines.join(''), size }),
  };
}

/** Square modules need none of it. */
function unused(): never {
  throw new Error('a symbol of square modules is drawn with polygons alone');
}
