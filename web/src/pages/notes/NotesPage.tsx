import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { ClientName } from '../../shared/Name';
import { readNote, type Note, type NoteKind } from '../../shared/notes';
import { thisMinute, useSessions, type Session } from '../../shared/sessions';
import { useFormats } from '../../time/formats';
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  Empty,
  FailureNotice,
  Loading,
  Page,
  Row,
  Section,
  Stack,
  uiTexts,
} from '../../ui';
import styles from './notes.module.css';
import { noteTexts } from './texts';

const EIGHT_WEEKS = 56 * 86_400_000;
/** Each session takes two reads, so they are looked at a few at a time. */
const AT_ONCE = 10;

/** Sessions of the last weeks: those whose notes are to be written or signed first. */
export default function NotesPage() {
  const t = useTexts(noteTexts);
  const ui = useTexts(uiTexts);
  const [now] = useState(thisMinute);
  const [from] = useState(() => new Date(Date.parse(now) - EIGHT_WEEKS).toISOString());
  const [many, setMany] = useState(AT_ONCE);
  const list = useAll(useSessions({ from, to: now, limit: 100 }));
  const held = list.items
    .filter((each) => each.status === 'completed' || each.status === 'scheduled')
    .toReversed();
  const shown = held.slice(0, many);
  const notes = useNotes(shown);
  const rows = shown.map((session, index) => ({ session, state: notes[index] }));
  const isLoading = list.isLoading || list.hasMore || notes.includes(undefined);
  const open = rows.filter((each) => each.state !== 'signed');
  const done = rows.filter((each) => each.state === 'signed');
  return (
    <Page title={t.title} intro={t.since}>
      <FailureNotice failure={list.failure} onRetry={list.retry} />
      {isLoading && !list.failure && <Loading />}
      {!isLoading && !list.failure && (
        <>
          <Section title={t.open}>
            {open.length ? <Rows rows={open} /> : <Empty>{t.noOpen}</Empty>}
          </Section>
          <Section title={t.done}>
            {done.length ? <Rows rows={done} /> : <Empty>{t.noDone}</Empty>}
          </Section>
        </>
      )}
      {!isLoading && held.length > many && (
        <Button onClick={() => setMany(many + AT_ONCE)}>{ui.more}</Button>
      )}
    </Page>
  );
}

type State = 'missing' | 'unsigned' | 'signed' | undefined;

/** What is left to do about the notes of each session; undefined while that isn't known. */
function useNotes(sessions: readonly Session[]): State[] {
  const kinds: readonly NoteKind[] = ['shared', 'private'];
  const wanted = sessions.flatMap(({ sessionId }) => kinds.map((kind) => ({ sessionId, kind })));
  const found = useQueries({
    queries: wanted.map(({ sessionId, kind }) => ({
      queryKey: ['note', sessionId, kind],
      queryFn: () => readNote(sessionId, kind),
      staleTime: 30_000,
    })),
  });
  return sessions.map((_, index) =>
    stateOf(found.slice(2 * index, 2 * index + 2).map((query) => query.data)),
  );
}

/** A session is done once something was written and all that was written is signed. */
function stateOf(notes: readonly (Note | null | undefined)[]): State {
  if (notes.some((note) => note === undefined)) return undefined;
  const written = notes.filter((note): note is Note => note !== null && note !== undefined);
  if (!written.length) return 'missing';
  return written.every((note) => note.signedAt) ? 'signed' : 'unsigned';
}

function Rows({ rows }: { rows: readonly { session: Session; state: State }[] }) {
  const t = useTexts(noteTexts);
  const format = useFormats();
  return (
    <Stack as="ul" gap={3}>
      {rows.map(({ session, state }) => (
        <li key={session.sessionId}>
          <Card>
            <Row className={styles.apart}>
              <Stack gap={1}>
                <h3>
                  <ClientName id={session.clientId} />
                </h3>
                <p className="quiet">{format.dayAndTime(session.startsAt)}</p>
              </Stack>
              <Row gap={2}>
                {state && (
                  <Badge tone={state === 'signed' ? 'good' : 'warm'}>{t.state[state]}</Badge>
                )}
                <ButtonLink to={`/app/notes/${session.sessionId}`}>
                  {state === 'signed' ? t.read : t.write}
                </ButtonLink>
              </Row>
            </Row>
          </Card>
        </li>
      ))}
    </Stack>
  );
}
