// A field that takes a file in place of its hash: chosen or dropped, sealed in this browser, stored encrypted only once its
// registration was signed.

import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { grouped } from '../parts/amount.ts';
import { Problem } from '../parts/problem.tsx';
import { formTexts } from '../texts/form.ts';
import type { Draft } from './draft.ts';
import { encloseFile } from './enclosures.ts';
import type { FormField } from './form-fields.ts';
import { useFormScope } from './form-scope.ts';
import { Picker } from './picker.tsx';

/** Megabytes of a file: it is sealed in the memory of the browser. */
const MOST_MB = 256;

type FileInputProps = {
  readonly id: string;
  readonly label: string;
  readonly error: string | null;
  readonly field: FormField;
  readonly text: string;
  readonly path: readonly string[];
  change(path: readonly string[], value: Draft): void;
};

/** The field. */
export function FileInput({ id, label, error, field, text, path, change }: FileInputProps) {
  const { me, enclosures } = useFormScope();
  const chosen = enclosures.files.get(text);
  const sealing = useMutation({
    mutationFn: (file: File) => encloseFile(me, enclosures, file),
    onSuccess: ({ file }) => {
      const { name, blob, sizeBytes, mediaType, opening } = file;
      const known = { name, sizeBytes: String(sizeBytes), mediaType, blob };
      change(path, field.kind === 'blob' ? blob : opening.commitment);
      // What stands beside a commitment is of the same file. Where no such field is, nothing reads it.
      if (field.name === 'commitment' && path.length > 1)
        for (const [name, value] of Object.entries(known)) change([...path.slice(0, -1), name], value);
    },
  });
  const said =
    chosen === undefined
      ? text === '' || field.kind === 'blob'
        ? formTexts.file
        : formTexts.fileAgain
      : formTexts.fileSealed(chosen.file.name, `${grouped(chosen.file.sizeBytes)} bytes`);
  return (
    <div>
      {field.kind === 'blob' ? (
        <Picker {...{ id, label, error }} kind="sharing/blob" text={text} set={(value) => change(path, value)} />
      ) : null}
      <FileDrop
        id={field.kind === 'blob' ? `${id}-file` : id}
        label={field.kind === 'blob' ? formTexts.fileChoose : label}
        said={sealing.isPending ? formTexts.fileSealing(sealing.variables.name) : said}
        error={field.kind === 'blob' ? null : error}
        isChosen={chosen !== undefined}
        take={(file) => sealing.mutate(file)}
      />
      {sealing.error === null ? null : <Problem error={sealing.error} />}
    </div>
  );
}

type FileDropProps = {
  readonly id: string;
  readonly label: string;
  readonly said: string;
  readonly error: string | null;
  readonly accept?: string;
  /** True where a file is there already: how to give one is not said again. */
  readonly isChosen: boolean;
  take(file: File): void;
};

/** A place for a file: a button that opens the browser's chooser, and a frame onto which a file is dropped. */
export function FileDrop({ id, label, said, error, accept, isChosen, take }: FileDropProps) {
  const [tooLarge, setTooLarge] = useState<string>();
  const takeFirst = (files: FileList | null): void => {
    const file = files?.[0];
    if (file === undefined) return;
    const fits = file.size <= MOST_MB * 1_000_000;
    setTooLarge(fits ? undefined : file.name);
    if (fits) take(file);
  };
  const fault = tooLarge === undefined ? error : formTexts.fileTooLarge(tooLarge, MOST_MB);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    takeFirst(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the field itself is for everyone.
    <div className="file-drop" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-describedby={`${id}-said`}
        aria-invalid={fault !== null}
        onChange={({ target }) => takeFirst(target.files)}
      />
      <p id={`${id}-said`} className="soft small" aria-live="polite">
        {said}
        {isChosen ? null : ` ${formTexts.fileMost(MOST_MB)}, ${formTexts.fileDrop}.`}
      </p>
      {fault === null ? null : <p className="fault">{fault}</p>}
    </div>
  );
}
