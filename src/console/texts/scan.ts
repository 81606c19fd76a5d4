// Texts of the scan page.

export const scanTexts = {
  title: 'Scan',
  lead: 'A QR code or a Data Matrix on a thing opens its passport. The picture stays in this browser.',
  camera: 'Camera',
  cameraDo: 'Use the camera',
  cameraStop: 'Stop the camera',
  cameraSees: 'What the camera sees',
  cameraHint: 'Hold the code into the picture; it is read by itself.',
  cameraNone: 'There is no camera here that this page may use.',
  cameraDenied:
    'The browser did not let this page use the camera. Allow it in the browser’s settings, or choose a picture.',
  cameraInsecure:
    'Over plain http browsers lend no camera. Open this node by https, use your phone’s own camera app, or choose a picture.',
  picture: 'Picture',
  pictureChoose: 'Choose a picture',
  pictureHint: 'or drop one here, or paste it',
  reading: 'Looking for codes …',
  noCode: 'No code was found in this picture. Take it straight on, sharp, with light around the code.',
  noPicture: 'This browser cannot open that file as a picture.',
  tooLarge: 'This picture is larger than 30 MB or 100 million pixels. Choose a smaller one.',
  typed: 'What stands under the code',
  typedHint: 'An address, an item’s id, or (01) GTIN (21) serial number',
  typedDo: 'Look it up',
  several: 'Several things were read. Which one?',
  elsewhere: (host: string) => `This code leads to ${host}, which is another place than this node. It was not opened.`,
  elsewhereLookUp: 'Look for this thing on this ledger',
  foreign: 'This is no code of a thing on a ledger like this one.',
  says: 'It says',
  again: 'Scan another',
  failed: 'The reader of codes did not start. Reload the page; if it stays, type what stands under the code.',
} as const;
