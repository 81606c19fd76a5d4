// Pictures as pixels: of a file as the browser decodes it, or of what a camera shows.

import { Fault } from '#sdk/index.ts';

/** Larger files are not opened. */
const FILE_BYTES = 30 * 2 ** 20;
/** Pictures of more are not decoded: some kilobytes can be a picture of any size, and a browser takes 4 bytes a pixel. */
const FILE_PIXELS = 100_000_000;
/** Pixels of the longer side that are looked at: at first those of a screen, then those of a camera. */
const SIDES = { less: 1600, more: 4000 } as const;

/** The pixels of a file. @param detail `more` finds a small code in a large picture, and takes longer @throws Fault `picture_too_large`, `picture_unreadable` */
export async function pixelsOfFile(file: Blob, detail: keyof typeof SIDES): Promise<ImageData> {
  if (file.size > FILE_BYTES) throw new Fault('picture_too_large', `${file.size} bytes`);
  const { width, height } = await sizeOfFile(file);
  if (width * height > FILE_PIXELS) throw new Fault('picture_too_large', `${width} × ${height} pixels`);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (cause) {
    throw unreadable(cause);
  }
  try {
    return pixelsOf(bitmap, bitmap, SIDES[detail]);
  } finally {
    bitmap.close();
  }
}

/** What its head says: an element reads that alone until the picture is drawn. */
async function sizeOfFile(file: Blob): Promise<Size> {
  const address = URL.createObjectURL(file);
  try {
    const { promise, resolve, reject } = Promise.withResolvers<Size>();
    const image = new Image();
    image.addEventListener('load', () => resolve({ width: image.naturalWidth, height: image.naturalHeight }));
    image.addEventListener('error', () => reject(unreadable(undefined)));
    image.src = address;
    return await promise;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function unreadable(cause: unknown): Fault {
  return new Fault('picture_unreadable', 'the browser cannot decode it', { cause });
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
