import { useState, type FormEvent } from 'react';
import { answered, api, type Schemas } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { Button, Choice, Page, PagedList, Stack, TextField } from '../../ui';
import { EventName } from '../settings/AuditPart';
import { adminTexts } from './texts';

type Wanted = { day: string } | { subjectId: string };

const todayUtc = () => new Date().toISOString().slice(0, 10);

/** What was done, by a day or by a record. */
export default function AuditPage() {
  const t = useTexts(adminTexts);
  const [wanted, setWanted] = useState<Wanted>(() => ({ day: todayUtc() }));
  const list = usePaged(['audit', 'all', wanted], (cursor) =>
    answered(
      api.GET('/audit', { params: { query: { ...wanted, limit: 50, ...(cursor && { cursor }) } } }),
    ),
  );
  return (
    <Page title={t.audit} intro={t.auditIntro}>
      <WantedForm onLook={setWanted} />
      <PagedList list={list} label={t.audit} empty={t.noEvents} keyOf={(each) => each.eventId}>
        {(each) => <EventLine event={each} />}
      </PagedList>
    </Page>
  );
}

function WantedForm({ onLook }: { onLook(wanted: Wanted): void }) {
  const t = useTexts(adminTexts);
  const [by, setBy] = useState<'day' | 'subject'>('day');
  const [day, setDay] = useState(todayUtc);
  const [subjectId, setSubject] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onLook(by === 'day' ? { day } : { subjectId: subjectId.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={3}>
        <Choice
          legend={t.by}
          options={(['day', 'subject'] as const).map((value) => ({ value, label: t.bys[value] }))}
          value={by}
          onChange={setBy}
        />
        {by === 'day' ? (
          <TextField
            type="date"
            label={t.day}
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        ) : (
          <TextField
            label={t.subject}
            required
            value={subjectId}
            onChange={(event) => setSubject(event.target.value)}
          />
        )}
        <div>
          <Button type="submit" kind="main">
            {t.look}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function EventLine({ event }: { event: Schemas['EventAnswer'] }) {
  const t = useTexts(adminTexts);
  const roles: Readonly<Record<string, string>> = t.roles;
  const format = useFormats();
  return (
    <p className="small">
      <strong>
        <EventName event={event.event} />
      </strong>{' '}
      · {format.dayAndTime(event.happenedAt)} · {t.who}: {roles[event.role] ?? event.role}{' '}
      {event.actorId}
      {event.subjectId && ` · ${t.whose}: ${event.subjectId}`}
    </p>
  );
}
