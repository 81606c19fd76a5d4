// A camera for a browser in a test: it shows one code, for ever. Chromium takes it by
// --use-file-for-fake-video-capture, as YUV4MPEG2.

import { writeFileSync } from 'node:fs';
import bwipjs from 'bwip-js/node';

const [WIDTH, HEIGHT] = [640, 480];
/** Pixels of a module, and of the paper around the code. */
const MODULE = 8;
const LEFT = 120;
const TOP = 60;
const FRAMES = 2;

/** Chromium's flags for a camera that shows a QR code of this text; the film is written to `path`. */
export function fakeCamera(path: string, text: string): readonly string[] {
  writeFileSync(path, filmOf(text));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${path}`,
  ];
}

function filmOf(text: string): Uint8Array {
  const [symbol] = bwipjs.raw({ bcid: 'qrcode', text });
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('a QR code is a grid of modules');
  const { pixs, pixx, pixy } = symbol;
  const light = new Uint8Array(WIDTH * HEIGHT).fill(235);
  for (let y = 0; y < pixy * MODULE; y++) {
    for (let x = 0; x < pixx * MODULE; x++) {
      const isDark = pixs[Math.floor(y / MODULE) * pixx + Math.floor(x / MODULE)] === 1;
      if (isDark) light[(TOP + y) * WIDTH + LEFT + x] = 16;
    }
  }
  // No colour: both chroma planes, each of a quarter, at their middle.
  const colour = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128);
  const frame = [Buffer.from('FRAME\n'), light, colour];
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame).flat()]);
}
