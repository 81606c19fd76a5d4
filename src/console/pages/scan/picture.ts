// Pictures as pixels: of a file as the browser decodes it, or of what a camera shows.

import { Fault } from '#sdk/index.ts';

/** Larger files are not opened. */
const FILE_BYTES = 30 * 2 ** 20;
/** Pixels of the longer side that are looked at: at first those of a screen, then those of a camera. */
const SIDES = { less: 1600, more: 4000 } as const;

/** The pixels of a file. @param detail `more` finds a small code in a large picture, and takes longer @throws Fault `picture_too_large`, `picture_unreadable` */
export async function pixelsOfFile(file: Blob, detail: keyof typeof SIDES): Promise<ImageData> {
  if (file.size > FILE_BYTES) throw new Fault('picture_too_large', `${file.size} bytes`);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (cause) {
    throw new Fault('picture_unreadable', 'the browser cannot decode it', { cause });
  }
  try {
    return pixelsOf(bitmap, bitmap, SIDES[detail]);
  } finally {
    bitmap.close();
  }
}

/** The pixels of what a playing video shows now; undefined where nothing came yet. */
export function pixelsOfVideo(video: HTMLVideoElement): ImageData | undefined {
  const { videoWidth, videoHeight } = video;
  return videoWidth === 0 || videoHeight === 0
    ? undefined
    : pixelsOf(video, { width: videoWidth, height: videoHeight }, SIDES.less);
}

type Size = { readonly width: number; readonly height: number };

function pixelsOf(source: CanvasImageSource, { width, height }: Size, most: number): ImageData {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Fault('picture_unreadable', 'the browser gives no canvas');
  // What is transparent is paper.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
