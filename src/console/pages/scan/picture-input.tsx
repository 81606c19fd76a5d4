// A picture by a file, by dropping it, or from the clipboard; pasted text is taken as what stands under a code.

import { useEffect, useRef, useState } from 'react';
import { scanTexts as texts } from '../../texts/scan.ts';

type PictureInputProps = { onPicture(file: Blob): void; onText(text: string): void };

/** The place for pictures. */
export function PictureInput({ onPicture, onText }: PictureInputProps) {
  const [isOver, setIsOver] = useState(false);
  const told = useRef({ onPicture, onText });
  told.current = { onPicture, onText };
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      // Into a field it is the field's.
      if (event.target instanceof HTMLInputElement && event.target.type !== 'file') return;
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file !== undefined) told.current.onPicture(file);
      else if (text !== '') told.current.onText(text);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  return (
    <section className="panel" aria-labelledby="picture">
      <h2 id="picture">{texts.picture}</h2>
      <label
        className={isOver ? 'scan-drop scan-drop-over' : 'scan-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          const [file] = event.dataTransfer.files;
          if (file !== undefined) onPicture(file);
        }}
      >
        <input
          className="scan-file"
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) onPicture(file);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        <strong>{texts.pictureChoose}</strong> <span className="soft scan-hint">{texts.pictureHint}</span>
      </label>
    </section>
  );
}
