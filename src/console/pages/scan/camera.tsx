// The camera: what it shows is looked at a few times a second, here, until a code is found. Nothing is sent or kept.

import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { scanTexts as texts } from '../../texts/scan.ts';
import type { CodeReader } from './code-reader.ts';
import type { ReadCode } from './model.ts';
import { pixelsOfVideo } from './picture.ts';

/** Between two looks. */
const PAUSE_MS = 150;

type CameraProps = {
  readonly reader: CodeReader;
  /** Told of the codes of the first picture that has any; then the camera is off. */
  onRead(codes: readonly ReadCode[]): void;
  onFault(error: unknown): void;
};

/** The camera with its button. */
export function Camera({ reader, onRead, onFault }: CameraProps) {
  const [isOn, setIsOn] = useState(false);
  const [problem, setProblem] = useState<string>();
  if (!globalThis.isSecureContext) return <p className="notice">{texts.cameraInsecure}</p>;
  const stop = (why?: string): void => {
    setIsOn(false);
    setProblem(why);
  };
  if (!isOn) {
    return (
      <>
        <Button size="md" onClick={() => setIsOn(true)}>
          {texts.cameraDo}
        </Button>
        {problem === undefined ? null : (
          <p className="notice" role="alert">
            {problem}
          </p>
        )}
      </>
    );
  }
  return (
    <>
      <Looking
        reader={reader}
        onRead={(codes) => {
          stop();
          onRead(codes);
        }}
        onDenied={stop}
        onFault={(error) => {
          stop();
          onFault(error);
        }}
      />
      <div className="row">
        <Button variant="default" onClick={() => stop()}>
          {texts.cameraStop}
        </Button>
        <span className="soft small">{texts.cameraHint}</span>
      </div>
    </>
  );
}

function Looking({ reader, onRead, onFault, onDenied }: CameraProps & { onDenied(why: string): void }) {
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ onRead, onFault, onDenied });
  told.current = { onRead, onFault, onDenied };
  useEffect(() => {
    const stop = new AbortController();
    let stream: MediaStream | undefined;
    const run = async (): Promise<void> => {
      stream = await openCamera();
      const { current: screen } = video;
      // It may have been turned off while the browser asked.
      if (stop.signal.aborted || screen === null) return closeStream(stream);
      screen.srcObject = stream;
      await screen.play();
      const codes = await firstCodes(screen, reader, stop.signal);
      if (codes !== undefined) told.current.onRead(codes);
    };
    run().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const why = deniedWords(error);
      if (why === undefined) told.current.onFault(error);
      else told.current.onDenied(why);
    });
    return () => {
      stop.abort();
      if (stream !== undefined) closeStream(stream);
    };
  }, [reader]);
  return <video ref={video} className="scan-video" muted playsInline aria-label={texts.cameraSees} />;
}

/** Where there is a choice, the camera that looks away from who holds the phone. */
function openCamera(): Promise<MediaStream> {
  const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function firstCodes(
  screen: HTMLVideoElement,
  reader: CodeReader,
  signal: AbortSignal,
): Promise<readonly ReadCode[] | undefined> {
  while (!signal.aborted) {
    const pixels = pixelsOfVideo(screen);
    const codes = pixels === undefined ? [] : await reader.read(pixels);
    if (codes.length > 0 && !signal.aborted) return codes;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return undefined;
}

/** Names of DOMException by which a browser says that there is no camera, or none for this page (Media Capture 10.2). */
function deniedWords(error: unknown): string | undefined {
  if (!(error instanceof DOMException)) return undefined;
  if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return texts.cameraDenied;
  return texts.cameraNone;
}
