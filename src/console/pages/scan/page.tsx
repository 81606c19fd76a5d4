// Scanning: a camera, a picture, or what stands under the code. What was read leads to this node's passports alone; other
// codes are shown as the text that they are.

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { isFault } from '#sdk/index.ts';
import { Problem } from '../../parts/problem.tsx';
import { useSession } from '../../session/session-context.tsx';
import { scanTexts as texts } from '../../texts/scan.ts';
import { Camera } from './camera.tsx';
import { CodeReader } from './code-reader.ts';
import { type ReadCode, type Reading, readingsOf } from './model.ts';
import { pixelsOfFile } from './picture.ts';
import { PictureInput } from './picture-input.tsx';
import './page.css';

/** What came of the last try. */
type Result =
  | { readonly is: 'none' }
  | { readonly is: 'reading' }
  | { readonly is: 'nothing' }
  | { readonly is: 'failed'; readonly error: unknown }
  | { readonly is: 'read'; readonly readings: readonly Reading[] };

/** The page. */
export function Component() {
  const reader = useReader();
  const navigate = useNavigate();
  const { node } = useSession();
  const [result, setResult] = useState<Result>({ is: 'none' });
  const onCodes = (codes: readonly ReadCode[]): void => {
    const { origin } = globalThis.location;
    const readings = readingsOf(codes, node.publicAddress === undefined ? [origin] : [origin, node.publicAddress]);
    const [only, other] = readings;
    if (only?.kind === 'ours' && other === undefined) void navigate(only.path);
    else setResult(readings.length === 0 ? { is: 'nothing' } : { is: 'read', readings });
  };
  const onPicture = async (file: Blob): Promise<void> => {
    setResult({ is: 'reading' });
    try {
      const seen = await reader.read(await pixelsOfFile(file, 'less'));
      onCodes(seen.length > 0 ? seen : await reader.read(await pixelsOfFile(file, 'more')));
    } catch (error) {
      setResult({ is: 'failed', error });
    }
  };
  return (
    <div className="narrow scan">
      <h1>{texts.title}</h1>
      <p className="lead">{texts.lead}</p>
      <Answer result={result} />
      <section className="panel" aria-labelledby="camera">
        <h2 id="camera">{texts.camera}</h2>
        <Camera reader={reader} onRead={onCodes} onFault={(error) => setResult({ is: 'failed', error })} />
      </section>
      <PictureInput onPicture={(file) => void onPicture(file)} onText={(text) => onCodes([{ text, isGs1: false }])} />
      <Typed onText={(text) => onCodes([{ text, isGs1: false }])} />
    </div>
  );
}

/** One reader for the page, which ends with it. */
function useReader(): CodeReader {
  const held = useRef<CodeReader>(undefined);
  held.current ??= new CodeReader();
  useEffect(() => () => held.current?.close(), []);
  return held.current;
}

function Answer({ result }: { readonly result: Result }) {
  if (result.is === 'none') return null;
  if (result.is === 'reading') return <p role="status">{texts.reading}</p>;
  if (result.is === 'nothing') {
    return (
      <p className="notice" role="alert">
        {texts.noCode}
      </p>
    );
  }
  if (result.is === 'failed') return <Failed error={result.error} />;
  return (
    <section className="scan-answer" role="alert">
      {result.readings.length > 1 ? <p>{texts.several}</p> : null}
      {result.readings.map((reading) => (
        <Read key={`${reading.kind} ${reading.text}`} reading={reading} />
      ))}
    </section>
  );
}

function Failed({ error }: { readonly error: unknown }) {
  if (isFault(error, 'picture_unreadable'))
    return (
      <p role="alert" className="notice">
        {texts.noPicture}
      </p>
    );
  if (isFault(error, 'picture_too_large'))
    return (
      <p role="alert" className="notice">
        {texts.tooLarge}
      </p>
    );
  if (isFault(error, 'reader_failed'))
    return (
      <p role="alert" className="notice">
        {texts.failed}
      </p>
    );
  return <Problem error={error} />;
}

function Read({ reading }: { readonly reading: Reading }) {
  const text = <code className="json mono small">{reading.text}</code>;
  if (reading.kind === 'ours') {
    return (
      <p>
        <Link className="button" to={reading.path}>
          {reading.text}
        </Link>
      </p>
    );
  }
  if (reading.kind === 'foreign') {
    return (
      <div className="notice">
        <p>
          {texts.foreign} {texts.says}:
        </p>
        {text}
      </div>
    );
  }
  return (
    <div className="notice">
      <p>{texts.elsewhere(reading.host)}</p>
      {text}
      <p>
        <Link to={reading.path}>{texts.elsewhereLookUp}</Link>
      </p>
    </div>
  );
}

function Typed({ onText }: { onText(text: string): void }) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('code');
    if (typeof text === 'string' && text.trim() !== '') onText(text);
  };
  return (
    <section className="panel" aria-labelledby="typed">
      <h2 id="typed">{texts.typed}</h2>
      <form className="scan-typed" onSubmit={submit}>
        <TextInput
          name="code"
          aria-labelledby="typed"
          description={texts.typedHint}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: 'mono' }}
        />
        <Button type="submit" variant="default">
          {texts.typedDo}
        </Button>
      </form>
    </section>
  );
}
