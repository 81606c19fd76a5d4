// The part of a form that is read from a file: what it says, before it is signed. Of a file with several units one is chosen,
// since each is a statement of its own.

import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { formTexts } from '../texts/form.ts';
import { FileDrop } from './file-input.tsx';
import type { ReadFile } from './readers/from-file.ts';
import { type FileReader, readBeside } from './readers/reading.ts';

/** Lines that are shown at once; the others on request. */
const LINES_SHOWN = 8;

/** What was read, and which part of it is signed. */
export type Brought = { readonly read: ReadFile; readonly at: number };

type ReadFromFileProps = {
  readonly reader: FileReader;
  readonly brought: Brought | undefined;
  readonly error: string | null;
  bring(brought: Brought | undefined): void;
};

/** The field for the file, and what was read. */
export function ReadFromFile({ reader, brought, error, bring }: ReadFromFileProps) {
  const reading = useMutation({
    mutationFn: (file: File) => readBeside(reader.kind, file),
    // What another file said before is not signed for this one.
    onMutate: () => bring(undefined),
    onSuccess: (read) => bring({ read, at: 0 }),
  });
  const name = reading.variables?.name ?? '';
  const said = reading.isPending
    ? formTexts.fromFileReading(name)
    : brought === undefined
      ? formTexts.readHere
      : formTexts.fromFileRead(name);
  const fault = reading.error === null ? error : formTexts.fileUnread(name, reading.error.message);
  return (
    <fieldset className="field-group">
      <legend>{formTexts.fromFile}</legend>
      <FileDrop
        id="from-file"
        label={reader.words}
        accept={reader.accept}
        said={said}
        error={fault}
        isChosen={brought !== undefined}
        take={(file) => reading.mutate(file)}
      />
      {brought === undefined ? null : <What brought={brought} bring={bring} />}
    </fieldset>
  );
}

function What({ brought, bring }: { readonly brought: Brought; bring(brought: Brought): void }) {
  const { read, at } = brought;
  const part = read.parts[at];
  const lines = part?.lines ?? [];
  return (
    <div className="form-read">
      {read.parts.length < 2 ? null : (
        <NativeSelect
          label={formTexts.unitsOfFile}
          value={String(at)}
          data={read.parts.map(({ label }, i) => ({ value: String(i), label }))}
          onChange={({ target }) => bring({ read, at: Number(target.value) })}
        />
      )}
      <Lines lines={lines.slice(0, LINES_SHOWN)} />
      {lines.length <= LINES_SHOWN ? null : (
        <details>
          <summary>{formTexts.moreLines(lines.length - LINES_SHOWN)}</summary>
          <Lines lines={lines.slice(LINES_SHOWN)} />
        </details>
      )}
      {read.findings.length === 0 ? null : (
        <div className="notice">
          <p>
            <strong>{formTexts.findings}</strong>
          </p>
          <ul className="values">
            {read.findings.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly (readonly [label: string, value: string])[] }) {
  return (
    <dl className="facts facts-inner">
      {lines.map(([label, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one file, which do not change.
        <div key={i}>
          <dt>{label}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
