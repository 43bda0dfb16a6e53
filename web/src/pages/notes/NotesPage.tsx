import { useState } from 'react';
import { useTexts } from '../../i18n';
import { ClientName } from '../../shared/Name';
import { thisMinute, useSessions, type Session } from '../../shared/sessions';
import { useWhole } from '../../shared/whole';
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
import { useNoteStates, type NoteState } from './states';
import { noteTexts } from './texts';

const WEEK = 7 * 86_400_000;
const STEP = 8;
/** Each session takes two reads, so they are looked at a few at a time. */
const AT_ONCE = 10;

/** Sessions of the last weeks: those whose notes are to be written or signed first. */
export default function NotesPage() {
  const t = useTexts(noteTexts);
  const ui = useTexts(uiTexts);
  const [now] = useState(thisMinute);
  const [weeks, setWeeks] = useState(STEP);
  const from = new Date(Date.parse(now) - weeks * WEEK).toISOString();
  const [many, setMany] = useState(AT_ONCE);
  const list = useSessions({ from, to: now, limit: 100 });
  const isWhole = useWhole(list);
  const held = list.items
    .filter((each) => each.status === 'completed' || each.status === 'scheduled')
    .toReversed();
  const shown = isWhole ? held.slice(0, many) : [];
  const notes = useNoteStates(shown);
  const rows = shown.map((session, index) => ({ session, state: notes.states[index] }));
  const isSeen = isWhole && !notes.isLoading && !notes.failure;
  const none = (all: string) => (held.length > many ? t.noneHere(many) : all);
  return (
    <Page title={t.title} intro={t.since(weeks)}>
      <FailureNotice failure={list.failure} onRetry={list.retry} />
      <FailureNotice failure={notes.failure} onRetry={notes.retry} />
      <Group
        title={t.open}
        rows={rows.filter(({ state }) => state && state !== 'signed')}
        empty={isSeen && none(t.noOpen)}
      />
      <Group
        title={t.done}
        rows={rows.filter(({ state }) => state === 'signed')}
        empty={isSeen && none(t.noDone)}
      />
      {!list.failure && (!isWhole || notes.isLoading) && <Loading />}
      {isWhole && !notes.isLoading && (
        <Row>
          {held.length > many ? (
            <Button onClick={() => setMany(many + AT_ONCE)}>{ui.more}</Button>
          ) : (
            <Button onClick={() => setWeeks(weeks + STEP)}>{t.further(STEP)}</Button>
          )}
        </Row>
      )}
    </Page>
  );
}

interface Line {
  session: Session;
  state: NoteState | undefined;
}

/** Sessions in the same state; `empty` says that there are none, once that is known. */
function Group(props: { title: string; rows: readonly Line[]; empty: string | false }) {
  if (!props.rows.length && !props.empty) return null;
  return (
    <Section title={props.title}>
      {props.rows.length ? <Rows rows={props.rows} /> : <Empty>{props.empty}</Empty>}
    </Section>
  );
}

function Rows({ rows }: { rows: readonly Line[] }) {
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
