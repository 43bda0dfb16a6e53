import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { Badge, Row, Stack } from '../../ui';
import styles from './journal.module.css';
import { familyOf, SHAPES, useFeelingWords, type Family } from './feelings';
import { journalTexts } from './texts';

export type Entry = Schemas['EntryAnswer'];

/** The shape of a family, in its colour. */
export const FamilyMark = ({ family }: { family: Family }) => (
  <span aria-hidden="true" className={styles.mark} style={{ color: `var(--family-${family})` }}>
    {SHAPES[family]}
  </span>
);

/** One entry, as its writer and those whom they let in see it. */
export function EntryView({ entry, actions }: { entry: Entry; actions?: ReactNode }) {
  const t = useTexts(journalTexts);
  const format = useFormats(entry.timezone);
  const word = useFeelingWords();
  const family = familyOf(entry);
  return (
    <article className={styles.entry}>
      <FamilyMark family={family} />
      <Stack gap={2} className={styles.body}>
        <Row gap={2}>
          <h3>{word(entry.feeling)}</h3>
          <span className="quiet small">
            {t.families[family]} · {t.intensity(entry.intensity)} · {format.time(entry.feltAt)}
            {entry.version > 1 && ` · ${t.changed}`}
          </span>
          {entry.private && <Badge tone="accent">{t.privateEntry}</Badge>}
        </Row>
        <Meter value={entry.intensity} family={family} />
        {entry.words && <p className="typed">{entry.words}</p>}
        {actions}
      </Stack>
    </article>
  );
}

/** Ten steps, as many of them filled as the feeling is strong. */
function Meter({ value, family }: { value: number; family: Family }) {
  return (
    <span aria-hidden="true" className={styles.meter}>
      {Array.from({ length: 10 }, (_, step) => (
        <span
          key={step}
          style={step < value ? { background: `var(--family-${family})` } : undefined}
        />
      ))}
    </span>
  );
}
