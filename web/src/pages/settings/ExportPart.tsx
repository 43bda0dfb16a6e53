import { answered, api } from '../../api/client';
import { useAction } from '../../api/queries';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { Button, FailureNotice, Loading, Notice, Section, Stack } from '../../ui';
import { save } from './download';
import { settingsTexts } from './texts';

/** Take everything of one's own along, as one archive. */
export function ExportPart() {
  const t = useTexts(settingsTexts);
  const [isDone, setDone] = useState(false);
  const exporting = useAction(
    () => answered(api.GET('/me/export', { parseAs: 'blob' }) as Promise<BlobResult>),
    {
      onDone: (archive) => {
        save(archive, 'record.zip');
        setDone(true);
      },
    },
  );
  return (
    <Section title={t.parts.export}>
      <Stack>
        <p>{t.exportIntro}</p>
        {exporting.busy && <Loading text={t.exporting} />}
        <FailureNotice failure={exporting.failure} />
        {isDone && <Notice tone="good">{t.exported}</Notice>}
        <div>
          <Button kind="main" busy={exporting.busy} onClick={() => void exporting.run('all')}>
            {t.export}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

interface BlobResult {
  data?: Blob;
  error?: unknown;
  response: Response;
}
